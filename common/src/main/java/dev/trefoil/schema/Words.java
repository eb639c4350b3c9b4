package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a service's form of a schema cannot say, in words for the model, which stand at the end of
 * the description. The same schema gives the same words, few of them.
 */
final class Words {
  private static final int LONGEST_VALUE = 120;
  private static final int LONGEST = 500;

  private final List<String> words = new ArrayList<>();

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** A keyword and its value. */
  void keyword(String keyword, JrsValue value) {
    String text = value instanceof JrsString string ? string.asText() : Json.write(value);
    if (text.length() <= LONGEST_VALUE) {
      say(name(keyword) + " " + text);
    }
  }

  /** Anything else. */
  void say(String text) {
    words.add(text);
  }

  /** {@code exclusiveMinimum} as exclusive minimum. */
  private static String name(String keyword) {
    StringBuilder name = new StringBuilder();
    for (char letter : keyword.toCharArray()) {
      if (Character.isUpperCase(letter)) {
        name.append(' ');
      }
      name.append(Character.toLowerCase(letter));
    }
    return name.toString();
  }

  /** Adds them to a schema's description. */
  void addTo(Map<String, JrsValue> schema) {
    if (words.isEmpty()) {
      return;
    }
    StringBuilder all = new StringBuilder();
    for (String word : words) {
      if (all.length() + word.length() > LONGEST) {
        break;
      }
      all.append(all.isEmpty() ? "" : "; ").append(word);
    }
    String before =
        schema.get("description") instanceof JrsString text && !text.asText().isBlank()
            ? text.asText() + " "
            : "";
    schema.put("description", new JrsString(before + "(" + all + ")"));
  }
}
