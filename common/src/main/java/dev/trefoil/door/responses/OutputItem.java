package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.json.Json;
import java.io.IOException;

/** One item of an answer, while it grows. */
abstract sealed class OutputItem
    permits MessageItem, ReasoningItem, PendingCall, NativeItem, ToolListItem {
  private final String id;
  private final int index;
  private String status = "in_progress";

  /**
   * @param index among the items that the caller is shown
   */
  OutputItem(String id, int index) {
    this.id = id;
    this.index = index;
  }

  final String id() {
    return id;
  }

  final int index() {
    return index;
  }

  final String status() {
    return status;
  }

  final void end(boolean whole) {
    status = whole ? "completed" : "incomplete";
  }

  final boolean isOpen() {
    return status.equals("in_progress");
  }

  /**
   * Writes the item as it is now.
   *
   * @param encrypted whether reasoning has its {@code encrypted_content}
   */
  abstract void write(JsonGenerator json, boolean encrypted) throws IOException;

  /** All of a piece so far, of an item that is made of pieces. */
  String text(Piece piece, int at) {
    throw new IllegalStateException(id + " is not made of pieces");
  }

  /** Writes a piece as it stands in an item whose pieces are parts. */
  void writePiece(JsonGenerator json, Piece piece, int at) throws IOException {
    throw new IllegalStateException(id + " has no parts");
  }

  final String json() {
    return Json.value(json -> write(json, true));
  }
}
