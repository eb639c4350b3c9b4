package dev.trefoil.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.json.Json;
import java.io.IOException;

/**
 * Arguments of calls as models wrote them, which are not always one JSON object: some are cut, some
 * are two objects, or a list.
 */
public final class CallArguments {
  private CallArguments() {}

  /** The arguments where they are one JSON object, else an object that has them as a text. */
  public static String object(String arguments) {
    return isObject(arguments) ? arguments : wrapped(arguments);
  }

  /** An object that has the arguments as a text. */
  public static String wrapped(String arguments) {
    return Json.object(json -> json.writeStringField("arguments", arguments));
  }

  private static boolean isObject(String arguments) {
    boolean escapes = arguments.contains("\\u");
    try (JsonParser parser = Json.parser(arguments)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      int depth = 1;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (depth == 0) {
          return false;
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (escapes && !token.isNumeric() && !isUtf8(parser.getText())) {
          return false;
        }
      }
      return depth == 0;
    } catch (IOException e) {
      // As a model wrote it: what it is not is the question that is asked here.
      return false;
    }
  }

  /** Whether a text that was written with escapes has no half of a surrogate pair. */
  private static boolean isUtf8(String text) {
    int c;
    for (int at = 0; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return false;
      }
    }
    return true;
  }
}
