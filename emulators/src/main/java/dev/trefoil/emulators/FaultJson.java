// The JSON form of faults: strict, so that a misspelt field is an answer and not a surprise.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes {@link Fault}s. */
final class FaultJson {

  private static final List<String> KINDS =
      List.of(
          "outage",
          "throttle",
          "error",
          "reset",
          "silent",
          "slow",
          "stall",
          "cut",
          "malformed",
          "context_length",
          "content_filter",
          "flawed",
          "odd");

  private FaultJson() {}

  static Fault read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("fault: must be an object");
    }
    var fields = new Fields((ObjectNode) json);
    Failure failure =
        switch (fields.kind()) {
          case "outage" -> new Failure.Outage();
          case "throttle" -> new Failure.Throttle(fields.optional("retryAfterSeconds", 0, 86_400));
          case "error" ->
              new Failure.NativeError(fields.required("status", 400, 599), fields.json("body"));
          case "reset" -> new Failure.Reset();
          case "silent" -> new Failure.Silent();
          case "slow" -> new Failure.Slow(fields.required("delayMs", 0, 3_600_000));
          case "stall" -> new Failure.Stall(fields.optional("afterTokens", 0, 1_000_000).orElse(0));
          case "cut" -> new Failure.Cut(fields.optional("afterTokens", 0, 1_000_000).orElse(0));
          case "malformed" -> new Failure.Malformed();
          case "context_length" -> new Failure.ContextLength();
          case "content_filter" -> new Failure.ContentFilter();
          case "flawed" -> new Failure.Flawed(fields.flaw());
          case "odd" -> new Failure.Odd(fields.oddity());
          case String other ->
              throw new IllegalArgumentException(
                  "kind: '%s' is unknown, known are %s".formatted(other, String.join(", ", KINDS)));
        };
    OptionalInt times = fields.optional("times", 1, Integer.MAX_VALUE);
    fields.refuseOthers();
    return new Fault(failure, times);
  }

  static ObjectNode write(Fault fault) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", fault.failure().kind());
    fault.times().ifPresent(times -> json.put("times", times));
    switch (fault.failure()) {
      case Failure.Throttle f ->
          f.retryAfterSeconds().ifPresent(s -> json.put("retryAfterSeconds", s));
      case Failure.NativeError f -> {
        json.put("status", f.status());
        f.body().ifPresent(body -> json.set("body", body));
      }
      case Failure.Flawed f -> json.put("flaw", f.flaw().jsonName());
      case Failure.Odd f -> json.put("oddity", f.oddity().jsonName());
      case Failure.Slow f -> json.put("delayMs", f.delayMs());
      case Failure.Stall f -> json.put("afterTokens", f.afterTokens());
      case Failure.Cut f -> json.put("afterTokens", f.afterTokens());
      case Failure.Outage f -> {}
      case Failure.Reset f -> {}
      case Failure.Silent f -> {}
      case Failure.Malformed f -> {}
      case Failure.ContextLength f -> {}
      case Failure.ContentFilter f -> {}
    }
    return json;
  }

  /** The fields of one fault, each ticked off as it is read. */
  private static final class Fields {
    private final ObjectNode json;
    private final Set<String> unread = new LinkedHashSet<>();
    private String kind = "";

    Fields(ObjectNode json) {
      this.json = json;
      json.fieldNames().forEachRemaining(unread::add);
    }

    String kind() {
      JsonNode value = take("kind");
      if (!value.isTextual()) {
        throw new IllegalArgumentException("kind: must be one of " + String.join(", ", KINDS));
      }
      kind = value.textValue();
      return kind;
    }

    int required(String name, int min, int max) {
      return optional(name, min, max)
          .orElseThrow(
              () -> new IllegalArgumentException("%s: is required by %s".formatted(name, kind)));
    }

    Flaw flaw() {
      return Flaw.of(take("flaw").asText(""))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "flaw: must be one of "
                          + Arrays.stream(Flaw.values())
                              .map(Flaw::jsonName)
                              .collect(Collectors.joining(", "))));
    }

    Oddity oddity() {
      return Oddity.of(take("oddity").asText(""))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "oddity: must be one of "
                          + Arrays.stream(Oddity.values())
                              .map(Oddity::jsonName)
                              .collect(Collectors.joining(", "))));
    }

    OptionalInt optional(String name, int min, int max) {
      JsonNode value = take(name);
      if (value.isMissingNode()) {
        return OptionalInt.empty();
      }
      if (!value.isIntegralNumber()
          || !value.canConvertToInt()
          || value.intValue() < min
          || value.intValue() > max) {
        throw new IllegalArgumentException(
            "%s: must be a whole number from %d to %d".formatted(name, min, max));
      }
      return OptionalInt.of(value.intValue());
    }

    Optional<JsonNode> json(String name) {
      JsonNode value = take(name);
      return value.isMissingNode() ? Optional.empty() : Optional.of(value);
    }

    void refuseOthers() {
      if (!unread.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: is not a field of %s".formatted(String.join(", ", unread), kind));
      }
    }

    private JsonNode take(String name) {
      unread.remove(name);
      return json.path(name);
    }
  }
}
