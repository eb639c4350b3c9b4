package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.trefoil.chat.Tool;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Optional;

/** The input of tools that take a text, in the JSON object that stands for it: see {@link Tool}. */
final class FreeTexts {
  static final String BEFORE = "{\"input\":\"";
  static final String AFTER = "\"}";

  private FreeTexts() {}

  /** The text in a call's arguments; empty where they are not such an object. */
  static Optional<String> input(String arguments) {
    try (JsonParser in = Json.parser(arguments)) {
      if (in.nextToken() != JsonToken.START_OBJECT
          || !"input".equals(in.nextFieldName())
          || in.nextToken() != JsonToken.VALUE_STRING) {
        return Optional.empty();
      }
      String text = in.getText();
      return in.nextToken() == JsonToken.END_OBJECT && in.nextToken() == null
          ? Optional.of(text)
          : Optional.empty();
    } catch (IOException e) {
      // As a model wrote them: what they are not is the question that is asked here.
      return Optional.empty();
    }
  }

  /** A piece of the text as it stands within the object. */
  static String escaped(String piece) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(piece));
  }
}
