package dev.trefoil.door.responses;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A name of events, and how one of them begins on the wire. */
final class EventType {
  static final EventType CREATED = new EventType("response.created");
  static final EventType IN_PROGRESS = new EventType("response.in_progress");
  static final EventType ITEM_ADDED = new EventType("response.output_item.added");
  static final EventType ITEM_DONE = new EventType("response.output_item.done");
  static final EventType PART_ADDED = new EventType("response.content_part.added");
  static final EventType PART_DONE = new EventType("response.content_part.done");
  static final EventType SUMMARY_ADDED = new EventType("response.reasoning_summary_part.added");
  static final EventType SUMMARY_DONE = new EventType("response.reasoning_summary_part.done");
  static final EventType ANNOTATION = new EventType("response.output_text.annotation.added");
  static final EventType CALL_IN_PROGRESS = new EventType("response.mcp_call.in_progress");
  static final EventType CALL_COMPLETED = new EventType("response.mcp_call.completed");
  static final EventType CALL_FAILED = new EventType("response.mcp_call.failed");
  static final EventType SEARCH_IN_PROGRESS =
      new EventType("response.file_search_call.in_progress");
  static final EventType SEARCHING = new EventType("response.file_search_call.searching");
  static final EventType SEARCH_COMPLETED = new EventType("response.file_search_call.completed");
  static final EventType LIST_IN_PROGRESS = new EventType("response.mcp_list_tools.in_progress");
  static final EventType LIST_COMPLETED = new EventType("response.mcp_list_tools.completed");
  static final EventType LIST_FAILED = new EventType("response.mcp_list_tools.failed");
  static final EventType ERROR = new EventType("error");

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
