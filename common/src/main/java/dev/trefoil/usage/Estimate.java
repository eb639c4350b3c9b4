package dev.trefoil.usage;

import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.Price;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import java.util.OptionalInt;

/**
 * The most that a call is expected to use.
 *
 * @param tokens of prompt and answer
 * @param nanoUsd in billionths of a dollar
 */
record Estimate(long tokens, long nanoUsd) {
  static final Estimate NONE = new Estimate(0, 0);

  private static final double NANO = 1e9;

  /** Above all that is spent, and far from where sums overflow. */
  private static final double MOST_NANO = 1e15;

  /** Above all context windows, and far from where sums overflow. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  /**
   * Of one attempt.
   *
   * @param assumedOutput tokens of an answer whose request does not bound it
   */
  static Estimate of(Step step, Plan plan, Requirements needs, long assumedOutput) {
    long prompt = needs.size().tokens(step.model().family());
    long answer = answer(step, plan, needs, assumedOutput);
    return new Estimate(
        Math.min(MOST_TOKENS, prompt + answer),
        step.price().map(price -> nano(dearest(price, prompt, answer, needs))).orElse(0L));
  }

  /** Of a call: of its dearest attempt, or of all where several answers may be paid for. */
  static Estimate of(Plan plan, Requirements needs, long assumedOutput) {
    boolean several =
        plan.policy().gate().isPresent() || !(plan.policy().hedging() instanceof Hedging.Off);
    Estimate all = NONE;
    for (Step step : plan.steps()) {
      Estimate one = of(step, plan, needs, assumedOutput);
      all = several ? all.plus(one) : all.max(one);
    }
    return all;
  }

  private static long answer(Step step, Plan plan, Requirements needs, long assumed) {
    if (needs.chat().isEmpty()) {
      return 0;
    }
    OptionalInt said = needs.chat().get().settings().maxTokens();
    OptionalInt asked = said.isPresent() ? said : plan.policy().defaults().maxTokens();
    long each = asked.isPresent() ? asked.getAsInt() : assumed;
    return Math.min(each, step.model().maxOutput().orElse(Long.MAX_VALUE))
        * needs.chat().get().settings().choices();
  }

  /** Nobody knows yet what a cache does with the prompt: what costs most is taken. */
  private static double dearest(Price price, long prompt, long answer, Requirements needs) {
    double plain = price.of(new Usage(prompt, answer));
    double written = price.of(new Usage(prompt, answer, 0, prompt, 0));
    double hour =
        needs.cacheMarks() ? price.of(new Usage(prompt, answer, 0, prompt, prompt, 0)) : 0;
    return Math.max(plain, Math.max(written, hour));
  }

  /** Dollars as billionths, rounded up. */
  static long nano(double usd) {
    return (long) Math.ceil(Math.min(MOST_NANO, Math.max(0, usd) * NANO));
  }

  Estimate plus(Estimate other) {
    return new Estimate(tokens + other.tokens, nanoUsd + other.nanoUsd);
  }

  Estimate max(Estimate other) {
    return new Estimate(Math.max(tokens, other.tokens), Math.max(nanoUsd, other.nanoUsd));
  }
}
