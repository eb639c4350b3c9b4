package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service says of a failure, in any of the shapes that servers of this protocol use: {@code
 * {"error":{…}}}, the same in an array (Google's endpoint of this protocol), {@code {"error":"…"}},
 * or the members at the top (Azure's API Management and AWS with {@code message}, AWS's policies
 * with {@code Message}, FastAPI with {@code detail}, a text or a list of what is wrong where). A
 * member that is absent is an empty string.
 *
 * @param innerCode {@code innererror.code}, where Azure says which of its policies it was
 * @param delay when to come back, where Google says it among the {@code details}
 */
record ErrorBody(
    String message,
    String type,
    String code,
    String innerCode,
    String param,
    Optional<Duration> delay) {
  /** Nothing is said. */
  static final ErrorBody EMPTY = new ErrorBody("", "", "", "", "");

  private static final int MOST_CHARACTERS = 1000;

  /** A duration in JSON, of Google's protocol buffers. */
  private static final Pattern DELAY = Pattern.compile("\\d{1,5}(?:\\.\\d{1,9})?s");

  ErrorBody(String message, String type, String code, String innerCode, String param) {
    this(message, type, code, innerCode, param, Optional.empty());
  }

  /** The same with another name for the field to blame. */
  ErrorBody withParam(String other) {
    return new ErrorBody(message, type, code, innerCode, other, delay);
  }

  /** Reads {@code length} bytes of a body that may be anything. */
  static ErrorBody read(byte[] bytes, int length) {
    try (JsonParser in = Json.parser(bytes, length)) {
      JrsValue body = Json.next(in);
      if (body instanceof JrsArray list && list.get(0) instanceof JrsObject first) {
        return of(first);
      }
      if (body instanceof JrsObject) {
        return of(body);
      }
    } catch (IOException e) {
      // Not JSON: a proxy's page, or nothing.
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return new ErrorBody(text.startsWith("<") ? "" : cut(text), "", "", "", "");
  }

  /** Of the object that says it, or has it as its {@code error}. */
  static ErrorBody of(JrsValue top) {
    if (top.path("error").isValueNode()) {
      return new ErrorBody(cut(text(top, "error")), "", text(top, "code"), "", "");
    }
    JrsValue from = top.path("error").isObject() ? top.path("error") : top;
    if (from.path("detail").isArray()) {
      JrsValue first = from.path("detail").path(0);
      String place = first.path("loc").path(1).asText(); // Behind "body".
      return new ErrorBody(
          cut(text(first, "msg")), text(first, "type"), "", "", place == null ? "" : place);
    }
    String message =
        Stream.of("message", "Message", "detail")
            .map(member -> text(from, member))
            .filter(said -> !said.isEmpty())
            .findFirst()
            .orElse("");
    return new ErrorBody(
        cut(message),
        text(from, "type"),
        text(from, "code"),
        text(from.path("innererror"), "code"),
        text(from, "param"),
        delay(from.path("details")));
  }

  private static Optional<Duration> delay(JrsValue details) {
    for (int i = 0; i < details.size(); i++) {
      String delay = text(details.path(i), "retryDelay");
      if (DELAY.matcher(delay).matches()) {
        return Optional.of(Duration.parse("PT" + delay.toUpperCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  private static String text(JrsValue node, String member) {
    JrsValue value = node.path(member);
    return value.isValueNode() && value.asToken() != JsonToken.VALUE_NULL ? value.asText() : "";
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
