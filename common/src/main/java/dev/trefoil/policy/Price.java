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
 * @param cacheWriteHour of those of them that it keeps for an hour
 * @param longPrompt what holds in its place for calls with a longer prompt, where that differs
 */
public record Price(
    double input,
    double output,
    double cachedInput,
    double cacheWrite,
    double cacheWriteHour,
    Optional<LongPrompt> longPrompt) {
  private static final double MILLION = 1_000_000;
  private static final double BILLION = 1e9;

  /** Claude's: twice the price of input for an hour, and 1.25 times for five minutes. */
  private static final double HOUR = 1.6;

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
    this(input, output, cachedInput, cacheWrite, hour(cacheWrite), Optional.empty());
  }

  /** What keeping a prompt for an hour costs where a price list has one price for writing it. */
  public static double hour(double cacheWrite) {
    return times(cacheWrite, HOUR);
  }

  /** The same times a factor, to the billionth of a dollar. */
  public Price times(double factor) {
    return new Price(
        times(input, factor),
        times(output, factor),
        times(cachedInput, factor),
        times(cacheWrite, factor),
        times(cacheWriteHour, factor),
        longPrompt.map(dear -> new LongPrompt(dear.above(), dear.price().times(factor))));
  }

  private static double times(double price, double factor) {
    return Math.rint(price * factor * BILLION) / BILLION;
  }

  /** What the tokens of an answer cost, in US dollars. */
  public double of(Usage usage) {
    if (longPrompt.isPresent() && usage.promptTokens() > longPrompt.get().above()) {
      return longPrompt.get().price().of(usage);
    }
    return (usage.freshTokens() * input
            + usage.cachedTokens() * cachedInput
            + (usage.cacheWriteTokens() - usage.cacheWriteHourTokens()) * cacheWrite
            + usage.cacheWriteHourTokens() * cacheWriteHour
            + usage.completionTokens() * output)
        / MILLION;
  }
}
