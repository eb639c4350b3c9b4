// Schema violations in the words and codes of OpenAI's API.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.schema.Violation;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.stream.Collectors;

/** Words violations. */
final class Violations {

  private Violations() {}

  static RefusedException refusal(Violation violation) {
    String param = param(violation.path());
    return switch (violation) {
      case Violation.Unknown v ->
          OpenAiErrors.invalid(
              "Unknown parameter: '%s'.".formatted(param), param, "unknown_parameter");
      case Violation.Missing v ->
          OpenAiErrors.invalid(
              "Missing required parameter: '%s'.".formatted(param),
              param,
              "missing_required_parameter");
      case Violation.WrongType v ->
          OpenAiErrors.invalid(
              "Invalid type for '%s': expected %s, but got %s instead."
                  .formatted(param, article(v.expected()), article(type(v.value()))),
              param,
              "invalid_type");
      case Violation.NotOneOf v ->
          OpenAiErrors.invalid(
              "Invalid value: '%s'. Supported values are: %s."
                  .formatted(v.value().asText(), quoted(v.allowed())),
              param,
              "invalid_value");
      case Violation.OutOfRange v -> outOfRange(v, param);
      case Violation.WrongLength v -> wrongLength(v, param);
      case Violation.NoMatch v ->
          OpenAiErrors.invalid(
              "Invalid '%s': string does not match pattern. Expected a string that matches the pattern '%s'."
                  .formatted(param, v.pattern()),
              param,
              "invalid_value");
      case Violation.NotOneMember v ->
          OpenAiErrors.invalid("Invalid value for '%s'.".formatted(param), param, "invalid_value");
    };
  }

  private static RefusedException outOfRange(Violation.OutOfRange v, String param) {
    String kind = v.value().isIntegralNumber() ? "integer" : "decimal";
    String bound =
        v.bound() == Math.rint(v.bound())
            ? Long.toString((long) v.bound())
            : Double.toString(v.bound());
    return OpenAiErrors.invalid(
        "Invalid '%s': %s %s value. Expected a value %s %s, but got %s instead."
            .formatted(
                param,
                kind,
                v.above() ? "above maximum" : "below minimum",
                v.above() ? "<=" : ">=",
                bound,
                v.value().asText()),
        param,
        kind + (v.above() ? "_above_max_value" : "_below_min_value"));
  }

  private static RefusedException wrongLength(Violation.WrongLength v, String param) {
    String what = type(v.value());
    boolean empty = !v.above() && v.value().isContainerNode() && v.value().isEmpty();
    String problem = empty ? "empty " + what : what + (v.above() ? " too long" : " too short");
    return OpenAiErrors.invalid(
        "Invalid '%s': %s. Expected %s with %s length %d."
            .formatted(param, problem, article(what), v.above() ? "maximum" : "minimum", v.bound()),
        param,
        empty ? "empty_" + what : what + (v.above() ? "_above_max_length" : "_below_min_length"));
  }

  static String param(List<Object> path) {
    var text = new StringBuilder();
    for (Object step : path) {
      if (step instanceof Integer index) {
        text.append('[').append(index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "decimal";
      case OBJECT, POJO -> "object";
      case STRING, BINARY -> "string";
      case NULL, MISSING -> "null";
    };
  }

  private static String article(String type) {
    return ("aeiou".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
  }

  private static String quoted(List<String> values) {
    return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
  }
}
