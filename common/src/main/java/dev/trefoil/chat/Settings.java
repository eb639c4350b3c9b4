package dev.trefoil.chat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How an answer is to be sampled and bounded. Absent means: the service's own default.
 *
 * @param temperature 0 to 2, as OpenAI counts it; services with a smaller range refuse the rest
 * @param topP 0 to 1
 * @param maxTokens at least 1; bounds the answer, reasoning included
 * @param stop texts that end the answer, at most four, none empty
 */
public record Settings(
    OptionalDouble temperature, OptionalDouble topP, OptionalInt maxTokens, List<String> stop) {

  /** Everything left to the service. */
  public static final Settings DEFAULTS =
      new Settings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), List.of());

  public Settings {
    stop = List.copyOf(stop);
  }
}
