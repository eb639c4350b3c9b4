package dev.trefoil.guardrail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The texts within JSON: names, strings, and numbers as they are written. */
final class JsonTexts {
  private JsonTexts() {}

  /**
   * Writes an object, an array or a string anew with other texts; a number that becomes another
   * text becomes a string.
   *
   * @param each is given every text in order
   * @return empty where it is none of them, or is cut; {@code each} may have been called
   */
  static Optional<String> rewritten(String json, UnaryOperator<String> each) {
    if (!mayBe(json)) {
      return Optional.empty();
    }
    StringWriter out = new StringWriter(json.length());
    try (JsonParser in = Json.parser(json);
        JsonGenerator written = Json.generator(out)) {
      int depth = 0;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        copy(in, token, written, each);
        if (depth == 0 && in.nextToken() != null) {
          return Optional.empty();
        }
      }
      if (depth > 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // As said: it is cut, or no JSON.
    }
    return Optional.of(out.toString());
  }

  /** Whether it begins as an object, an array or a string does. */
  static boolean mayBe(String text) {
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() && "{[\"".indexOf(text.charAt(at)) >= 0;
  }

  private static void copy(
      JsonParser in, JsonToken token, JsonGenerator out, UnaryOperator<String> each)
      throws IOException {
    switch (token) {
      case FIELD_NAME -> out.writeFieldName(each.apply(in.currentName()));
      case VALUE_STRING -> out.writeString(each.apply(in.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String number = in.getText();
        String other = each.apply(number);
        if (other.equals(number)) {
          out.writeNumber(number);
        } else {
          out.writeString(other);
        }
      }
      default -> out.copyCurrentEvent(in);
    }
  }
}
