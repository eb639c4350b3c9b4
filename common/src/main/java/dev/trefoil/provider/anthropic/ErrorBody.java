package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the service says of a failure: {@code {"type":"error","error":{"type","message"}}}. A member
 * that is absent is an empty string.
 */
record ErrorBody(String type, String message) {
  private static final int MOST_CHARACTERS = 1000;

  /** Reads {@code length} bytes of a body that may be anything. */
  static ErrorBody read(byte[] bytes, int length) {
    try (JsonParser in = Json.parser(bytes, length)) {
      if (Json.next(in) instanceof JrsObject body) {
        JrsValue error = body.path("error");
        return new ErrorBody(text(error, "type"), cut(text(error, "message")));
      }
    } catch (IOException e) {
      // Not JSON: a proxy's page, or nothing.
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return new ErrorBody("", text.startsWith("<") ? "" : cut(text));
  }

  private static String text(JrsValue node, String member) {
    JrsValue value = node.path(member);
    return value.asToken() == JsonToken.VALUE_STRING ? value.asText() : "";
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
