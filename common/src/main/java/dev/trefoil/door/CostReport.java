package dev.trefoil.door;

import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import dev.trefoil.fallback.Answered;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.http.Headers;
import dev.trefoil.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How an answer came about and what it cost, for headers and for a stream's last comment. */
public final class CostReport {
  private static final String PASSED = "passed";
  private static final String FAILED = "failed";

  /** A token of the cheapest models costs some hundred-millionths of a dollar. */
  private static final int DIGITS = 9;

  private CostReport() {}

  /** Of a plain answer. */
  public static void add(Headers headers, Answered answered) {
    cost(headers, answered.trail());
    usage(headers, answered.estimated());
    answered
        .gatePassed()
        .ifPresent(passed -> headers.set("x-trefoil-quality", passed ? PASSED : FAILED));
    answered.schema().ifPresent(found -> headers.set("x-trefoil-schema", name(found)));
  }

  /** Of vectors. */
  public static void add(Headers headers, EmbeddingAnswer answer) {
    cost(headers, answer.start().trail());
    usage(headers, answer.start().trail().attempts().getLast().estimated());
  }

  private static void usage(Headers headers, boolean estimated) {
    if (estimated) {
      headers.set("x-trefoil-usage", "estimated");
    }
  }

  /** What all attempts together cost, as far as it is known. */
  private static void cost(Headers headers, Trail trail) {
    cost(trail).ifPresent(usd -> headers.set("x-trefoil-cost-usd", usd));
  }

  /** Of a streamed answer: one line. */
  public static byte[] json(Answered answered) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("trail", answered.trail().toString());
          json.writeNumberField("attempts", answered.trail().attempts().size());
          Optional<String> usd = cost(answered.trail());
          if (usd.isPresent()) {
            json.writeFieldName("cost_usd");
            json.writeRawValue(usd.get());
          }
          if (answered.estimated()) {
            json.writeBooleanField("estimated", true);
          }
          if (answered.gatePassed().isPresent()) {
            json.writeStringField("quality", answered.gatePassed().get() ? PASSED : FAILED);
          }
          if (answered.schema().isPresent()) {
            json.writeStringField("schema", name(answered.schema().get()));
          }
          if (!answered.findings().isEmpty()) {
            json.writeArrayFieldStart("guardrails");
            for (GuardrailFinding finding : answered.findings()) {
              json.writeString(finding.toString());
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  private static String name(SchemaFinding found) {
    return switch (found) {
      case PASSED -> PASSED;
      case FAILED -> FAILED;
      case UNCHECKED -> "unchecked";
    };
  }

  private static Optional<String> cost(Trail trail) {
    return trail.costUsd().isEmpty()
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(trail.costUsd().getAsDouble())
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString());
  }
}
