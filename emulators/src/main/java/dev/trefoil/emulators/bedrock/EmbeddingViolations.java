// Schema violations of InvokeModel bodies in Bedrock's words.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.schema.Violation;
import java.util.List;

/** Words violations as Bedrock's own JSON schema validation does. */
final class EmbeddingViolations {

  private EmbeddingViolations() {}

  static String text(Violation violation) {
    return "Malformed input request: "
        + reason(violation)
        + ", please reformat your input and try again.";
  }

  private static String reason(Violation violation) {
    return switch (violation) {
      case Violation.Unknown v ->
          "%s: extraneous key [%s] is not permitted".formatted(parent(v), v.path().getLast());
      case Violation.Missing v ->
          "%s: required key [%s] not found".formatted(parent(v), v.path().getLast());
      case Violation.WrongType v ->
          "%s: expected type: %s, found: %s"
              .formatted(pointer(v.path()), v.expected(), v.value().getNodeType());
      case Violation.NotOneOf v ->
          "%s: %s is not a valid enum value".formatted(pointer(v.path()), v.value().asText());
      case Violation.OutOfRange v ->
          "%s: %s is not %s or equal to %s"
              .formatted(
                  pointer(v.path()), v.value(), v.above() ? "less" : "greater", (long) v.bound());
      case Violation.WrongLength v ->
          "%s: expected %s%s: %d, actual: %d"
              .formatted(
                  pointer(v.path()),
                  v.above() ? "max" : "min",
                  v.value().isArray() ? "imum item count" : "Length",
                  v.bound(),
                  v.value().isTextual() ? v.value().textValue().length() : v.value().size());
      case Violation.NoMatch v ->
          "%s: string [%s] does not match pattern %s"
              .formatted(pointer(v.path()), v.value().asText(), v.pattern());
      case Violation.NotOneMember v ->
          "%s: expected exactly one member".formatted(pointer(v.path()));
    };
  }

  private static String parent(Violation violation) {
    List<Object> path = violation.path();
    return pointer(path.subList(0, path.size() - 1));
  }

  private static String pointer(List<Object> path) {
    var text = new StringBuilder("#");
    path.forEach(step -> text.append('/').append(step));
    return text.toString();
  }
}
