// The names and values that expressions refer to, and whether they did.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** ExpressionAttributeNames and ExpressionAttributeValues of one request. */
final class Placeholders {
  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";
  private static final Pattern NAME = Pattern.compile("#[0-9a-zA-Z_]+");
  private static final Pattern VALUE = Pattern.compile(":[0-9a-zA-Z_]+");

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> unused = new LinkedHashSet<>();

  /**
   * Reads them.
   *
   * @throws Refusal for a key that is no placeholder, a value that is none, or an empty map
   */
  Placeholders(JsonNode request) {
    requireKeys(request.path(NAMES), NAMES, NAME);
    requireKeys(request.path(VALUES), VALUES, VALUE);
    request
        .path(NAMES)
        .properties()
        .forEach(entry -> names.put(entry.getKey(), entry.getValue().textValue()));
    request
        .path(VALUES)
        .properties()
        .forEach(entry -> values.put(entry.getKey(), value(entry.getKey(), entry.getValue())));
    unused.addAll(names.keySet());
    unused.addAll(values.keySet());
  }

  private static void requireKeys(JsonNode map, String field, Pattern form) {
    if (map.isObject() && map.isEmpty()) {
      throw Refusal.invalid(field + " must not be empty");
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (!form.matcher(entry.getKey()).matches()) {
        throw Refusal.invalid(
            "%s contains invalid key: Syntax error; key: \"%s\"".formatted(field, entry.getKey()));
      }
    }
  }

  private static Value value(String key, JsonNode json) {
    try {
      return ValueReader.value(json);
    } catch (Refusal e) {
      throw Refusal.invalid(
          "%s contains invalid value: %s for key %s".formatted(VALUES, e.getMessage(), key));
    }
  }

  /** What a placeholder of a name stands for. */
  Optional<String> name(String placeholder) {
    unused.remove(placeholder);
    return Optional.ofNullable(names.get(placeholder));
  }

  /** What a placeholder of a value stands for. */
  Optional<Value> value(String placeholder) {
    unused.remove(placeholder);
    return Optional.ofNullable(values.get(placeholder));
  }

  /** Refuses those to which no expression has referred. */
  void requireAllUsed() {
    requireUsed(NAMES, names.keySet());
    requireUsed(VALUES, values.keySet());
  }

  private void requireUsed(String field, Set<String> keys) {
    Set<String> left = new LinkedHashSet<>(keys);
    left.retainAll(unused);
    if (!left.isEmpty()) {
      throw Refusal.invalid(
          "Value provided in %s unused in expressions: keys: {%s}"
              .formatted(field, String.join(", ", left)));
    }
  }
}
