// Schema violations in the words of Anthropic's API, which are Pydantic's.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.schema.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** Words violations. */
final class MessagesViolations {

  private MessagesViolations() {}

  static String text(Violation violation, JsonNode body) {
    List<Object> path = violation.path();
    if (violation instanceof Violation.NotOneOf v && path.getLast().equals("type")) {
      return "%s: Input tag '%s' found using 'type' does not match any of the expected tags: %s"
          .formatted(
              place(path.subList(0, path.size() - 1), body),
              v.value().asText(),
              quoted(v.allowed(), ", "));
    }
    String place = place(path, body);
    return (place.isEmpty() ? "" : place + ": ") + reason(violation);
  }

  private static String reason(Violation violation) {
    return switch (violation) {
      case Violation.Unknown v -> "Extra inputs are not permitted";
      case Violation.Missing v -> "Field required";
      case Violation.WrongType v -> "Input should be a valid " + type(v.expected());
      case Violation.NotOneOf v -> "Input should be " + quoted(v.allowed(), " or ");
      case Violation.OutOfRange v ->
          "Input should be %s than or equal to %s"
              .formatted(
                  v.above() ? "less" : "greater",
                  v.bound() == Math.rint(v.bound())
                      ? Long.toString((long) v.bound())
                      : Double.toString(v.bound()));
      case Violation.WrongLength v ->
          "%s should have at %s %d %s"
              .formatted(
                  v.value().isTextual() ? "String" : "List",
                  v.above() ? "most" : "least",
                  v.bound(),
                  v.value().isTextual() ? "characters" : "items");
      case Violation.NoMatch v -> "String should match pattern '^%s$'".formatted(v.pattern());
      case Violation.NotOneMember v -> "Input should have exactly one member";
    };
  }

  private static String type(String expected) {
    return switch (expected) {
      case "array" -> "list";
      case "object" -> "dictionary";
      case "blob" -> "base64 string";
      default -> expected;
    };
  }

  /** A path with dots; an object's type stands between its own place and its members'. */
  private static String place(List<Object> path, JsonNode body) {
    var text = new StringBuilder();
    JsonNode node = body;
    for (Object step : path) {
      String tag = node.path("type").asText(node.has("input_schema") ? "custom" : "");
      if (node.isObject() && !tag.isEmpty() && !step.equals("type")) {
        text.append('.').append(tag);
      }
      text.append('.').append(step);
      node = step instanceof Integer index ? node.path(index) : node.path((String) step);
    }
    return text.isEmpty() ? "" : text.substring(1);
  }

  private static String quoted(List<String> values, String separator) {
    return values.stream().map(v -> "'" + v + "'").collect(Collectors.joining(separator));
  }
}
