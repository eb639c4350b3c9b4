package dev.trefoil.provider.anthropic;

import dev.trefoil.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A block of an answer's content, or more of one. A member that is absent is empty.
 *
 * @param type the service's own word
 * @param text what is said or thought
 * @param mark a thought's signature, or the data of an encrypted one
 * @param id of a tool's call
 * @param name of the tool that is called
 * @param arguments a JSON object, or a piece of its text
 * @param citations where a text is from: a JSON list of a block, a JSON object of more of one
 * @param json all of a block as JSON text, without line breaks; empty of more of one
 */
record Piece(
    String type,
    String text,
    String mark,
    String id,
    String name,
    String arguments,
    String citations,
    String json) {
  static final Piece NONE = new Piece("", "", "", "", "", "", "", "");

  /** Reads a block, of whatever type. */
  static Piece block(JsonCursor json) throws IOException {
    // Between values alone: within texts line breaks are escaped (RFC 8259, 7).
    String text = json.raw().replace('\n', ' ').replace('\r', ' ');
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonCursor block = new JsonCursor(bytes, bytes.length)) {
      Reader reader = new Reader(block, name -> block.skip());
      block.object(reader::member);
      return reader.piece(text);
    }
  }

  /**
   * @param others reads the members that are not of a piece
   */
  static Piece read(JsonCursor json, JsonCursor.MemberReader others) throws IOException {
    Reader reader = new Reader(json, others);
    json.object(reader::member);
    return reader.piece("");
  }

  private static final class Reader {
    private final JsonCursor json;
    private final JsonCursor.MemberReader others;
    private String type = "";
    private String text = "";
    private String mark = "";
    private String id = "";
    private String name = "";
    private String arguments = "";
    private String citations = "";

    Reader(JsonCursor json, JsonCursor.MemberReader others) {
      this.json = json;
      this.others = others;
    }

    Piece piece(String whole) {
      return new Piece(type, text, mark, id, name, arguments, citations, whole);
    }

    void member(String member) throws IOException {
      switch (member) {
        case "type" -> type = json.string();
        case "text", "thinking" -> text = json.string();
        case "signature", "data" -> mark = json.string();
        case "id" -> id = json.string();
        case "name" -> name = json.string();
        case "input" -> arguments = json.raw();
        case "citation", "citations" -> citations = json.raw();
        case "partial_json" -> arguments = json.string();
        default -> others.member(member);
      }
    }
  }
}
