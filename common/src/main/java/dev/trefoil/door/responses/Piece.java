package dev.trefoil.door.responses;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What items of an answer are made of, and by which events a stream tells of it. */
enum Piece {
  TEXT("output_text", "text", "content_index"),
  REFUSAL("refusal", "refusal", "content_index"),
  REASONING("reasoning_text", "text", "content_index"),
  SUMMARY("reasoning_summary_text", "text", "summary_index"),
  ARGUMENTS("function_call_arguments", "arguments", ""),
  INPUT("custom_tool_call_input", "input", "");

  private final EventType delta;
  private final EventType done;
  private final String member;
  private final String index;

  Piece(String name, String member, String index) {
    this.delta = new EventType("response." + name + ".delta");
    this.done = new EventType("response." + name + ".done");
    this.member = member;
    this.index = index;
  }

  /** The event of more of it. */
  EventType delta() {
    return delta;
  }

  /** The event of all of it. */
  EventType done() {
    return done;
  }

  /** Where {@link #done()} has the whole. */
  String member() {
    return member;
  }

  /** Where events say which of the item's pieces it is; empty where an item has one. */
  String index() {
    return index;
  }

  /** A name of events, and how one of them begins on the wire. */
  static final class EventType {
    private final String name;
    private final byte[] head;

    EventType(String name) {
      this.name = name;
      this.head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    }

    String name() {
      return name;
    }

    void writeHead(ByteArrayOutputStream out) {
      out.writeBytes(head);
    }
  }
}
