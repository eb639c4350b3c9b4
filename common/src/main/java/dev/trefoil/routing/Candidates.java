package dev.trefoil.routing;

import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.health.Observations;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.routing.residency.Residency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Looks up what is known of a route's targets, and what a request would be to them. */
final class Candidates {
  /** How long an answer is taken to be whose request does not bound it, in tokens. */
  private static final int USUAL_ANSWER = 1_000;

  private final RoutingTable table;
  private final Set<String> nativeServices;
  private final Observations observations;

  Candidates(RoutingTable table, Set<String> nativeServices, Observations observations) {
    this.table = table;
    this.nativeServices = nativeServices;
    this.observations = observations;
  }

  /**
   * The targets of a route, in the order of the configuration.
   *
   * @param name the route's as asked, which stands in the place of {@code {model}}
   */
  List<Candidate> of(Route route, String name, Requirements needs, int group) {
    return route.entries().stream()
        .map(entry -> candidate(route, entry, entry.targetFor(name), needs, group))
        .toList();
  }

  private Candidate candidate(
      Route route, RouteTarget entry, Target target, Requirements needs, int group) {
    Capabilities model = table.models().of(target.service(), target.model());
    String family = model.family();
    long promptTokens =
        Math.round(needs.size().tokens(family) * observations.tokensPerEstimate(family));
    Optional<Price> price = table.prices().of(target, family);
    Residency residency = table.residencies().of(target, promptTokens);
    Usage likely = new Usage(promptTokens, answerTokens(needs, model, route));
    Optional<Reserved> reserved =
        entry.capacity().map(capacity -> new Reserved(capacity, capacity.of(likely)));
    return new Candidate(
        group,
        new Step(
            target,
            model,
            table.services().get(target.service()),
            entry.limits(),
            entry.instructions(),
            price,
            residency.toString(),
            Optional.empty(),
            List.of(),
            reserved,
            false),
        entry.weight(),
        entry.rank(),
        residency,
        route.residency(),
        promptTokens,
        cost(price, likely),
        nativeServices.contains(target.service()),
        reserved.isPresent()
            && !observations.hasRoom(
                target, reserved.get().tokens(), reserved.get().capacity().limit()));
  }

  private static OptionalDouble cost(Optional<Price> price, Usage usage) {
    return price.isPresent() ? OptionalDouble.of(price.get().of(usage)) : OptionalDouble.empty();
  }

  private static long answerTokens(Requirements needs, Capabilities model, Route route) {
    if (needs.chat().isEmpty()) {
      return 0;
    }
    Settings settings = needs.chat().get().settings();
    OptionalInt asked =
        settings.maxTokens().isPresent()
            ? settings.maxTokens()
            : route.policy().defaults().maxTokens();
    long each = Math.min(asked.orElse(USUAL_ANSWER), model.maxOutput().orElse(Long.MAX_VALUE));
    return each * settings.choices();
  }
}
