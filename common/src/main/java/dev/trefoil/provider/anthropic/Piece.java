package dev.trefoil.provider.anthropic;

import dev.trefoil.json.JsonCursor;
import java.io.IOException;

/**
 * A block of an answer's content, or more of one. A member that is absent is empty.
 *
 * @param type the service's own word
 * @param text what is said or thought
 * @param mark a thought's signature, or the data of an encrypted one
 * @param id of a tool's call
 * @param name of the tool that is called
 * @param arguments a JSON object, or a piece of its text
 */
record Piece(String type, String text, String mark, String id, String name, String arguments) {
  static final Piece NONE = new Piece("", "", "", "", "", "");

  static Piece read(JsonCursor json) throws IOException {
    return read(json, name -> json.skip());
  }

  /**
   * @param others reads the members that are not of a piece
   */
  static Piece read(JsonCursor json, JsonCursor.MemberReader others) throws IOException {
    Reader reader = new Reader(json, others);
    json.object(reader::member);
    return new Piece(
        reader.type, reader.text, reader.mark, reader.id, reader.name, reader.arguments);
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

    Reader(JsonCursor json, JsonCursor.MemberReader others) {
      this.json = json;
      this.others = others;
    }

    void member(String member) throws IOException {
      switch (member) {
        case "type" -> type = json.string();
        case "text", "thinking" -> text = json.string();
        case "signature", "data" -> mark = json.string();
        case "id" -> id = json.string();
        case "name" -> name = json.string();
        case "input" -> arguments = json.raw();
        case "partial_json" -> arguments = json.string();
        default -> others.member(member);
      }
    }
  }
}
