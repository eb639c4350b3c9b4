package dev.trefoil.door.responses;

/** What items of an answer are made of, and by which events a stream tells of it. */
enum Piece {
  TEXT("output_text", "text", "content_index"),
  REFUSAL("refusal", "refusal", "content_index"),
  REASONING("reasoning_text", "text", "content_index"),
  SUMMARY("reasoning_summary_text", "text", "summary_index"),
  ARGUMENTS("function_call_arguments", "arguments", ""),
  INPUT("custom_tool_call_input", "input", ""),
  SERVER_ARGUMENTS("mcp_call_arguments", "arguments", "");

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
}
