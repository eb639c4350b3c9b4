// The fields of one request, and the bounds that the service checks before it looks at a table.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A request whose form {@link WireForm} has checked. */
final class Request {
  private static final String TABLE_NAME = "[a-zA-Z0-9_.-]+";

  private final JsonNode json;
  private final List<String> violations = new ArrayList<>();

  Request(JsonNode json) {
    this.json = json;
  }

  JsonNode json() {
    return json;
  }

  boolean has(String field) {
    return json.hasNonNull(field);
  }

  Optional<String> text(String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }

  boolean flag(String field, boolean otherwise) {
    return has(field) ? WireForm.truth(json.get(field)) : otherwise;
  }

  OptionalInt whole(String field) {
    return has(field) ? OptionalInt.of(json.get(field).intValue()) : OptionalInt.empty();
  }

  /** The table's name, which has to be one. */
  Request table() {
    String name = text("TableName").orElse(null);
    if (name == null) {
      violate("null", "tableName", "Member must not be null");
    } else if (name.length() < 3 || name.length() > 255 || !name.matches(TABLE_NAME)) {
      if (!name.matches(TABLE_NAME)) {
        violate(name, "tableName", "Member must satisfy regular expression pattern: " + TABLE_NAME);
      }
      if (name.length() < 3) {
        violate(name, "tableName", "Member must have length greater than or equal to 3");
      }
      if (name.length() > 255) {
        violate(name, "tableName", "Member must have length less than or equal to 255");
      }
    }
    return this;
  }

  Request required(String field) {
    if (!has(field)) {
      violate("null", lowered(field), "Member must not be null");
    }
    return this;
  }

  /** A field that has one of these values, or none. */
  Request oneOf(String field, String... values) {
    text(field)
        .filter(value -> !List.of(values).contains(value))
        .ifPresent(
            value ->
                violate(
                    value,
                    lowered(field),
                    "Member must satisfy enum value set: [" + String.join(", ", values) + "]"));
    return this;
  }

  Request atLeast(String field, int least) {
    whole(field)
        .ifPresent(
            value -> {
              if (value < least) {
                violate(
                    String.valueOf(value),
                    lowered(field),
                    "Member must have value greater than or equal to " + least);
              }
            });
    return this;
  }

  /** What many operations take alike. */
  Request capacity() {
    return oneOf("ReturnConsumedCapacity", "INDEXES", "TOTAL", "NONE");
  }

  /** Notes a violation of the model's, of which the service tells all at once. */
  void violate(String value, String member, String constraint) {
    String shown = value.equals("null") ? value : "'" + value + "'";
    violations.add(
        "Value %s at '%s' failed to satisfy constraint: %s".formatted(shown, member, constraint));
  }

  /** Refuses when a bound has been broken. */
  void requireInBounds() {
    if (!violations.isEmpty()) {
      throw Refusal.invalid(
          "%d validation error%s detected: %s"
              .formatted(
                  violations.size(),
                  violations.size() > 1 ? "s" : "",
                  String.join("; ", violations)));
    }
  }

  /**
   * Refuses the parameters of old that expressions have replaced: beside expressions in the
   * service's words, alone in ours, since nothing here uses them.
   */
  void requireExpressions(List<String> expressions, List<String> old) {
    List<String> oldHere = old.stream().filter(this::has).toList();
    List<String> here = expressions.stream().filter(this::has).toList();
    if (!oldHere.isEmpty()) {
      throw Refusal.invalid(
          here.isEmpty()
              ? "This emulator does not take the parameters " + oldHere + ": use expressions"
              : "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {%s} Expression parameters: {%s}"
                  .formatted(String.join(", ", oldHere), String.join(", ", here)));
    }
    if (here.isEmpty() && has("ExpressionAttributeNames")) {
      throw Refusal.invalid(
          "ExpressionAttributeNames can only be specified when using expressions");
    }
    List<String> withValues =
        expressions.stream().filter(name -> !name.equals("ProjectionExpression")).toList();
    if (has("ExpressionAttributeValues") && withValues.stream().noneMatch(this::has)) {
      throw Refusal.invalid(
          "ExpressionAttributeValues can only be specified when using expressions"
              + (withValues.isEmpty()
                  ? ""
                  : ": %s %s null"
                      .formatted(
                          String.join(" and ", withValues), withValues.size() > 1 ? "are" : "is")));
    }
  }

  private static String lowered(String field) {
    return Character.toLowerCase(field.charAt(0)) + field.substring(1);
  }
}
