// Schema violations in the words of AWS's own request validation.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.schema.Violation;
import java.util.List;

/** Words violations. */
final class ConverseViolations {

  private ConverseViolations() {}

  static String text(Violation violation) {
    return switch (violation) {
      case Violation.Unknown v ->
          "Malformed input request: #%s: extraneous key [%s] is not permitted, please reformat your input and try again."
              .formatted(pointer(v.path().subList(0, v.path().size() - 1)), v.path().getLast());
      case Violation.Missing v -> failed("Value", v.path(), "Member must not be null");
      case Violation.WrongType v ->
          "Malformed input request: #%s: expected type: %s, found: %s, please reformat your input and try again."
              .formatted(pointer(v.path()), v.expected(), v.value().getNodeType());
      case Violation.NotOneOf v ->
          failed(
              "Value '%s'".formatted(v.value().asText()),
              v.path(),
              "Member must satisfy enum value set: " + v.allowed());
      case Violation.OutOfRange v ->
          failed(
              "Value '%s'".formatted(v.value().asText()),
              v.path(),
              "Member must have value %s than or equal to %s"
                  .formatted(v.above() ? "less" : "greater", number(v.bound())));
      case Violation.WrongLength v ->
          failed(
              "Value",
              v.path(),
              "Member must have length %s than or equal to %d"
                  .formatted(v.above() ? "less" : "greater", v.bound()));
      case Violation.NoMatch v ->
          failed(
              "Value '%s'".formatted(v.value().asText()),
              v.path(),
              "Member must satisfy regular expression pattern: " + v.pattern());
      case Violation.NotOneMember v ->
          "The object at %s must have exactly one member set.".formatted(dotted(v.path()));
    };
  }

  private static String failed(String value, List<Object> path, String constraint) {
    return "1 validation error detected: %s at '%s' failed to satisfy constraint: %s"
        .formatted(value, dotted(path), constraint);
  }

  /** Coral's paths: members of a list are counted from 1 and called member. */
  private static String dotted(List<Object> path) {
    var text = new StringBuilder();
    for (Object step : path) {
      text.append(text.isEmpty() ? "" : ".");
      text.append(step instanceof Integer index ? index + 1 + ".member" : step);
    }
    return text.toString();
  }

  private static String pointer(List<Object> path) {
    var text = new StringBuilder();
    path.forEach(step -> text.append('/').append(step));
    return text.toString();
  }

  private static String number(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
