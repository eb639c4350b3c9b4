package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.provider.http.RetryInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service says of a failure: {@code {"type":"error","error":{"type","message"}}}, or what
 * stands before it at a cloud, in that one's form: an {@code error} with a message too, on Vertex
 * AI at times in a list, or a message alone at AWS. A member that is absent is an empty string.
 *
 * @param retryAfter when Google says that it may be tried again
 */
record ErrorBody(String type, String message, Optional<Duration> retryAfter) {
  private static final int MOST_CHARACTERS = 1000;

  ErrorBody(String type, String message) {
    this(type, message, Optional.empty());
  }

  /** Reads {@code length} bytes of a body that may be anything. */
  static ErrorBody read(byte[] bytes, int length) {
    try (JsonParser in = Json.parser(bytes, length)) {
      JrsValue read = Json.next(in);
      if ((read instanceof JrsArray list && list.size() > 0 ? list.get(0) : read)
          instanceof JrsObject body) {
        JrsValue error = body.get("error") == null ? body : body.path("error");
        return new ErrorBody(
            text(error, "type"), cut(text(error, "message")), RetryInfo.delay(error));
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
