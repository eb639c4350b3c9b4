package dev.trefoil.provider.anthropic;

import dev.trefoil.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one JSON text of the service says: a whole {@code message}, or one event of a stream, which
 * has the same members in other places ("Streaming messages" in Anthropic's documentation).
 *
 * @param type {@code message}, {@code content_block_start} and so on
 * @param blocks a whole message's content, or the block that begins
 * @param delta more of the block that began last
 * @param stopReason the service's own word; empty where there is none yet
 * @param stopSequence the stop text that was met; empty where none was
 * @param category of what the model declined; empty where it is not said
 * @param explanation why it did
 * @param counts what it says of tokens
 */
record MessageEvent(
    String type,
    List<Piece> blocks,
    Piece delta,
    String stopReason,
    String stopSequence,
    String category,
    String explanation,
    Counts counts) {

  /**
   * Reads one JSON text.
   *
   * @throws IOException if it is broken, or not of the shape that Anthropic documents
   */
  static MessageEvent read(byte[] bytes, int length) throws IOException {
    try (JsonCursor json = new JsonCursor(bytes, length)) {
      Reader reader = new Reader(json);
      json.object(reader::event);
      json.end();
      return new MessageEvent(
          reader.type,
          reader.blocks,
          reader.delta,
          reader.stopReason,
          reader.stopSequence,
          reader.category,
          reader.explanation,
          reader.counts);
    }
  }

  private static final class Reader {
    private final JsonCursor json;
    private final List<Piece> blocks = new ArrayList<>(1);
    private String type = "";
    private String stopReason = "";
    private String stopSequence = "";
    private String category = "";
    private String explanation = "";
    private Piece delta = Piece.NONE;
    private Counts counts = Counts.NONE;

    Reader(JsonCursor json) {
      this.json = json;
    }

    void event(String name) throws IOException {
      switch (name) {
        case "type" -> type = json.string();
        case "message" -> json.object(this::message);
        case "content_block" -> blocks.add(Piece.block(json));
        case "delta" -> delta = Piece.read(json, this::stop);
        default -> message(name);
      }
    }

    private void message(String name) throws IOException {
      switch (name) {
        case "content" -> json.array(() -> blocks.add(Piece.block(json)));
        case "usage" -> counts = Counts.read(json);
        default -> stop(name);
      }
    }

    private void stop(String name) throws IOException {
      switch (name) {
        case "stop_reason" -> stopReason = json.string();
        case "stop_sequence" -> stopSequence = json.string();
        case "stop_details" -> json.object(this::detail);
        default -> json.skip();
      }
    }

    private void detail(String name) throws IOException {
      switch (name) {
        case "category" -> category = json.string();
        case "explanation" -> explanation = json.string();
        default -> json.skip();
      }
    }
  }
}
