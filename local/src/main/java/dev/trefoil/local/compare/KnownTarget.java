// A target, as GET /v1/targets tells of it.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * What the process that answered knows of a target.
 *
 * @param state of its breaker
 * @param requests that it was sent
 * @param errors that came of them
 * @param firstTokenMillis usually, until the first token; empty when nothing is known
 * @param usualFirstTokenMillis within which 95 of 100 first tokens came; empty when nothing is
 *     known
 */
public record KnownTarget(
    String state,
    long requests,
    long errors,
    OptionalLong firstTokenMillis,
    OptionalLong usualFirstTokenMillis) {

  static KnownTarget read(JsonNode target) {
    return new KnownTarget(
        target.path("state").asText("-"),
        target.path("requests").asLong(),
        target.path("errors").asLong(),
        number(target.path("first_token_ms")),
        number(target.path("first_token_p95_ms")));
  }

  private static OptionalLong number(JsonNode value) {
    return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
  }
}
