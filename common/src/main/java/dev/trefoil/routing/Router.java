package dev.trefoil.routing;

import dev.trefoil.health.Observations;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.routing.RoutingException.Reason;
import dev.trefoil.routing.residency.Places;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes the plan of a call: which targets, in which order. It calls nothing, and whether a target
 * is out of order is not its business. Used by many threads at once.
 */
public final class Router {
  /** The header by which a caller narrows where its call may go. */
  public static final String RESIDENCY = "x-trefoil-residency";

  /** The header by which a caller bounds what its call may cost. */
  public static final String MAX_COST = "x-trefoil-max-cost-usd";

  private final RoutingTable table;
  private final RouteNames names;
  private final Candidates candidates;
  private final Ordering ordering;
  private final Observations observations;
  private final RandomGenerator random;

  /**
   * @param nativeServices the services of the cloud that we run on
   * @param observations what earlier calls have shown
   * @param random for the strategies that leave something to chance; used by many threads at once
   */
  public Router(
      RoutingTable table,
      Set<String> nativeServices,
      Observations observations,
      RandomGenerator random) {
    this.table = table;
    this.names = new RouteNames(table);
    this.candidates = new Candidates(table, Set.copyOf(nativeServices), observations);
    this.ordering = new Ordering(observations, random);
    this.observations = observations;
    this.random = random;
  }

  /** The routes, in the order of the configuration. */
  public List<Route> routes() {
    return table.routes();
  }

  /** What a caller can ask for by a name that is known: of a pattern, the models it stands for. */
  public List<Route> named() {
    return names.named();
  }

  /**
   * The targets that the routes name, patterns left out, and may call: each as the first route that
   * names it has it.
   */
  public List<Step> targets() {
    Map<Target, Step> steps = new LinkedHashMap<>();
    for (Route route : table.routes()) {
      candidates.of(route, Route.MODEL, Requirements.NONE, 0).stream()
          .filter(candidate -> !candidate.target().toString().contains(Route.MODEL))
          .filter(Candidate::keepsToItsRoute)
          .forEach(candidate -> steps.putIfAbsent(candidate.target(), candidate.step()));
    }
    return List.copyOf(steps.values());
  }

  /** What is known of a target's model. */
  public Capabilities capabilities(Target target) {
    return table.models().of(target.service(), target.model());
  }

  /** About how many tokens a prompt has for a model, by what was counted of others lately. */
  public long promptTokens(PromptSize size, String family) {
    return Math.round(size.tokens(family) * observations.tokensPerEstimate(family));
  }

  /** The name of the first route that is not a pattern: what a call without a model gets. */
  public Optional<String> defaultRoute() {
    return names.first();
  }

  /** The route that a task stands for; empty where the configuration does not know it. */
  public Optional<String> routeOfTask(String task) {
    return Optional.ofNullable(table.tasks().get(task));
  }

  /**
   * The plan of a call.
   *
   * @throws RoutingException when no target is left; nothing was tried
   */
  public Plan plan(RoutingRequest ask) throws RoutingException {
    String name = name(ask);
    Route route = names.find(name).orElseThrow(() -> unknown(name));
    RoutingPreferences preferences = ask.preferences();
    refuseOverrides(route, preferences);
    List<Candidate> own = candidates.of(route, name, ask.needs(), 0);
    Optional<String> family = family(route, own, ask.needs());
    List<Route> fallbacks = fallbacks(preferences);
    List<Candidate> all = new ArrayList<>(ofProvider(own, preferences));
    for (int i = 0; i < fallbacks.size(); i++) {
      all.addAll(
          candidates.of(fallbacks.get(i), preferences.fallbacks().get(i), ask.needs(), i + 1));
    }
    CandidateFilter sieve =
        new CandidateFilter(all)
            .residency(
                places(route, preferences), preferences.residency().isEmpty() ? "" : RESIDENCY)
            .family(family, name)
            .abilities(ask.needs());
    if (!ask.needs().embedding()) {
      sieve.length(); // Of embeddings, each input has the window for itself.
    }
    if (preferences.maxCostUsd().isPresent()) {
      sieve.cost(preferences.maxCostUsd().getAsDouble(), MAX_COST);
    }
    Optional<String> prefix = ask.needs().prefix(route.policy(), ask.tenant());
    List<Candidate> ordered = ordered(route, fallbacks, sieve.left(), prefix);
    Optional<KeptPrompt> kept =
        prefix.map(
            digest ->
                new KeptPrompt(
                    digest,
                    ordered.getFirst().target(),
                    observations.holder(digest),
                    PromptLifetime.of(ask.needs().chat().orElseThrow())));
    List<Step> steps = steps(atHolder(route, ordered, kept), prefix, ask.needs(), route);
    return new Plan(
        route.name(),
        preferences.disableFallbacks() ? steps.subList(0, 1) : steps,
        route.policy(),
        kept,
        preferences.residency(),
        isShadowed(route, preferences) ? Optional.of(name) : Optional.empty());
  }

  /**
   * Where the calls of a route may go, or of a target that is named outright; empty for anywhere.
   */
  public List<String> residency(String name) {
    return names.find(name).map(route -> List.copyOf(route.residency())).orElse(List.of());
  }

  /** Never of a caller that says itself who may be asked. */
  private boolean isShadowed(Route route, RoutingPreferences preferences) {
    return route.shadow().isPresent()
        && preferences.provider().isEmpty()
        && preferences.fallbacks().isEmpty()
        && !preferences.disableFallbacks()
        && random.nextDouble() < route.shadow().get().share();
  }

  /**
   * Which standbys may have a copy of a call, by the name that its plan has for them; empty where
   * there are none any more.
   */
  public Optional<ShadowPlan> shadow(RoutingRequest ask) {
    Optional<Route> route = names.find(ask.model()).filter(named -> named.shadow().isPresent());
    return route.map(
        named ->
            new ShadowRouter(candidates, observations)
                .plan(named, ask.model(), ask.preferences().residency(), ask.needs()));
  }

  private String name(RoutingRequest ask) throws RoutingException {
    Optional<String> task = ask.preferences().task();
    if (task.isEmpty()) {
      return ask.model();
    }
    return routeOfTask(task.get())
        .orElseThrow(
            () -> notPermitted("task", "The task '" + task.get() + "' is not configured."));
  }

  private static void refuseOverrides(Route route, RoutingPreferences preferences)
      throws RoutingException {
    if (!route.overrides()) {
      refuse(route, preferences.provider().isPresent(), "provider");
      refuse(route, !preferences.fallbacks().isEmpty(), "fallbacks");
      refuse(route, preferences.disableFallbacks(), "disable_fallbacks");
    }
  }

  private static void refuse(Route route, boolean wished, String field) throws RoutingException {
    if (wished) {
      throw notPermitted(field, "The route '" + route.name() + "' permits no " + field + ".");
    }
  }

  private static List<Candidate> ofProvider(List<Candidate> own, RoutingPreferences preferences)
      throws RoutingException {
    if (preferences.provider().isEmpty()) {
      return own;
    }
    String provider = preferences.provider().get();
    List<Candidate> chosen =
        own.stream().filter(candidate -> isOf(candidate.target(), provider)).toList();
    if (chosen.isEmpty()) {
      throw notPermitted("provider", "The route has no target of '" + provider + "'.");
    }
    return chosen;
  }

  private static boolean isOf(Target target, String provider) {
    return target.service().equals(provider) || target.toString().equals(provider);
  }

  private List<Route> fallbacks(RoutingPreferences preferences) throws RoutingException {
    List<Route> fallbacks = new ArrayList<>();
    for (String name : preferences.fallbacks()) {
      fallbacks.add(
          names
              .find(name)
              .orElseThrow(
                  () ->
                      notPermitted(
                          "fallbacks",
                          "'" + name + "' is neither a route's name nor a declared target.")));
    }
    return fallbacks;
  }

  /** Where the call may go: where the route says, narrowed by the caller; empty for anywhere. */
  private static Collection<String> places(Route route, RoutingPreferences preferences)
      throws RoutingException {
    for (String place : preferences.residency()) {
      if (!Places.NAMES.contains(place)) {
        throw notPermitted(RESIDENCY, "'" + place + "' is not a place that residency knows.");
      }
      if (!route.residency().isEmpty() && !Places.isWithin(place, route.residency())) {
        throw notPermitted(
            RESIDENCY, "'" + place + "' is outside of where the route's calls may go.");
      }
    }
    return preferences.residency().isEmpty() ? route.residency() : preferences.residency();
  }

  /**
   * The one model whose vectors a route gives, whatever the call: that of the first target, in the
   * order of the configuration, that the route may call. Empty where all are as good.
   */
  private static Optional<String> family(Route route, List<Candidate> own, Requirements needs) {
    return needs.embedding() && !route.interchangeable()
        ? own.stream().filter(Candidate::keepsToItsRoute).map(Candidate::family).findFirst()
        : Optional.empty();
  }

  /** The route's own targets, of which the caller's fallbacks leave only the first; then those. */
  private List<Candidate> ordered(
      Route route, List<Route> fallbacks, List<Candidate> left, Optional<String> prefix) {
    List<Candidate> ordered = new ArrayList<>(ordering.order(route, group(left, 0), prefix));
    if (!fallbacks.isEmpty()) {
      ordered = new ArrayList<>(ordered.subList(0, Math.min(1, ordered.size())));
      for (int i = 0; i < fallbacks.size(); i++) {
        ordered.addAll(ordering.order(fallbacks.get(i), group(left, i + 1), prefix));
      }
    }
    return ordered;
  }

  /**
   * The target that keeps the conversation's prompt comes first, unless the route's own model or
   * what was bought beforehand is to be had again, or one that comes before it otherwise is cheaper
   * though it has kept nothing.
   */
  private static List<Candidate> atHolder(
      Route route, List<Candidate> ordered, Optional<KeptPrompt> kept) {
    Optional<Candidate> holder =
        kept.filter(prompt -> route.strategy() != Strategy.CASCADE)
            .flatMap(KeptPrompt::holder)
            .flatMap(
                target -> ordered.stream().filter(one -> one.target().equals(target)).findFirst())
            .filter(one -> one.place() == ordered.getFirst().place());
    if (holder.isEmpty()) {
      return ordered;
    }
    double whenKept = holder.get().costWhenKept();
    boolean leaves =
        ordered.subList(0, ordered.indexOf(holder.get())).stream()
            .anyMatch(other -> other.costWhenCold() < whenKept);
    if (leaves) {
      return ordered;
    }
    List<Candidate> first = new ArrayList<>(ordered);
    first.remove(holder.get());
    first.addFirst(holder.get());
    return first;
  }

  private static List<Candidate> group(List<Candidate> left, int group) {
    return left.stream().filter(candidate -> candidate.group() == group).toList();
  }

  /**
   * Each target once, where it comes first, with what is done to the request for its sake. Those
   * that take all of it come before those that do not, and what the prompt may be too long for
   * comes last; of a cascade the cheapest stays first. Targets that refuse the request are left
   * out, unless all do: then the first says why.
   */
  private List<Step> steps(
      List<Candidate> ordered, Optional<String> prefix, Requirements needs, Route route) {
    Map<Target, Candidate> each = new LinkedHashMap<>();
    ordered.forEach(candidate -> each.putIfAbsent(candidate.target(), candidate));
    List<Placed> placed = new ArrayList<>(each.size());
    for (Candidate candidate : each.values()) {
      Step step =
          TargetRequest.decided(
              needs, candidate.step().withPromptKey(prefix), route.policy(), observations);
      if (isOverflow(candidate, ordered)) {
        step = step.asOverflow();
      }
      boolean changed =
          route.strategy() != Strategy.CASCADE && RequestChange.matter(step.changes());
      placed.add(new Placed(step, (candidate.mayBeTooLong() ? 2 : 0) + (changed ? 1 : 0)));
    }
    List<Step> steps =
        placed.stream()
            .filter(one -> !RequestChange.refuse(one.step().changes()))
            .sorted(Comparator.comparingInt(Placed::place))
            .map(Placed::step)
            .toList();
    return steps.isEmpty() ? List.of(placed.getFirst().step()) : steps;
  }

  /** Whether it stands in for one of the same route that would come before it, were it not full. */
  private static boolean isOverflow(Candidate candidate, List<Candidate> all) {
    return candidate.step().reserved().isEmpty()
        && all.stream()
            .anyMatch(
                other ->
                    other.isFull()
                        && other.group() == candidate.group()
                        && other.rank() == candidate.rank());
  }

  /** A step, and where it comes: the lower the sooner. */
  private record Placed(Step step, int place) {}

  private static RoutingException notPermitted(String param, String message) {
    return new RoutingException(Reason.NOT_PERMITTED, param, message);
  }

  private static RoutingException unknown(String name) {
    return new RoutingException(
        Reason.UNKNOWN_MODEL,
        "model",
        "The model '"
            + name
            + "' does not exist here: it is neither a route's name nor a target written as"
            + " service/model. GET /v1/models lists the routes.");
  }
}
