package dev.trefoil.gateway;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Step;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A prompt that one target kept and another one was sent: what is kept does not move.
 *
 * @param holder the target that kept it
 * @param tokens of the prompt that the other one had not kept
 * @param costUsd what they cost more than if it had, where its price is known
 */
public record LeftPrompt(Target holder, long tokens, OptionalDouble costUsd) {

  /** Of a call that was answered; empty where nobody else kept its prompt. */
  static Optional<LeftPrompt> of(Plan plan, Trail trail) {
    Optional<Attempt> answer = trail.last().filter(Attempt::isOk);
    if (answer.isEmpty() || plan.kept().isEmpty()) {
      return Optional.empty();
    }
    Target target = answer.get().target();
    Usage usage = answer.get().usage();
    Optional<Price> price =
        plan.steps().stream()
            .filter(step -> step.target().equals(target))
            .findFirst()
            .flatMap(Step::price);
    return plan.kept()
        .get()
        .leftBy(target)
        .map(
            holder ->
                new LeftPrompt(
                    holder,
                    usage.promptTokens() - usage.cachedTokens(),
                    price.isPresent()
                        ? OptionalDouble.of(more(price.get(), usage))
                        : OptionalDouble.empty()));
  }

  private static double more(Price price, Usage usage) {
    long prompt = usage.promptTokens();
    Usage asItWas =
        new Usage(
            prompt,
            0,
            usage.cachedTokens(),
            usage.cacheWriteTokens(),
            usage.cacheWriteHourTokens(),
            0);
    return price.of(asItWas) - price.of(new Usage(prompt, 0, prompt, 0, 0));
  }
}
