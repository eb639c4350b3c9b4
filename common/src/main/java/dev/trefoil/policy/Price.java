package dev.trefoil.policy;

import dev.trefoil.chat.Usage;
import java.util.Objects;
import java.util.Optional;

/**
 * What a target costs, in US dollars for a million tokens.
 *
 * @param input of the prompt
 * @param output of the answer, reasoning included
 * @param cachedInput of prompt tokens that are read from a cache
 * @param cacheWrite of prompt tokens that are written to one
 * @param longPrompt what holds in its place for calls with a longer prompt, where that differs
 */
public record Price(
    double input,
    double output,
    double cachedInput,
    double cacheWrite,
    Optional<LongPrompt> longPrompt) {
  private static final double MILLION = 1_000_000;

  /**
   * A price of calls with a long prompt.
   *
   * @param above for prompts of more tokens than this
   * @param price for all tokens of such a call
   */
  public record LongPrompt(long above, Price price) {
    public LongPrompt {
      Objects.requireNonNull(price, "price");
    }
  }

  public Price {
    Objects.requireNonNull(longPrompt, "longPrompt");
  }

  /** A price that is the same whatever the prompt's length. */
  public Price(double input, double output, double cachedInput, double cacheWrite) {
    this(input, output, cachedInput, cacheWrite, Optional.empty());
  }

  /** What the tokens of an answer cost, in US dollars. */
  public double of(Usage usage) {
    if (longPrompt.isPresent() && usage.promptTokens() > longPrompt.get().above()) {
      return longPrompt.get().price().of(usage);
    }
    long fresh = usage.promptTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
    return (Math.max(0, fresh) * input
            + usage.cachedTokens() * cachedInput
            + usage.cacheWriteTokens() * cacheWrite
            + usage.completionTokens() * output)
        / MILLION;
  }
}
