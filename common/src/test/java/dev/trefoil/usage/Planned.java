package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.Observations;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingRequest;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Calls as the gateway plans them, and how they end, for what counts them. */
public final class Planned {
  /** A dollar a million tokens, so that a token is a millionth of one. */
  public static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        other: {kind: openai, endpoint: "https://b.example/v1"}
      prices:
        azure/dear: {input: 1, output: 1, cachedInput: 1, cacheWrite: 1}
        other/cheap: {input: 1, output: 1, cachedInput: 1, cacheWrite: 1}
      jobs: {aws: {queue: a, deadLetters: b, table: c, blobs: d}}
      routes:
        chat: {targets: [azure/dear, other/cheap]}
        cheap: {targets: [other/cheap]}
        unknown: {targets: [other/nobody-knows]}
      """;

  private static final Router ROUTER = router();

  private Planned() {}

  private static Router router() {
    return new Router(
        TrefoilConfig.parse(CONFIG, Map.of()).routing(),
        Set.of(),
        Observations.NONE,
        new SplittableRandom(1));
  }

  /** A request that may be answered by so many tokens. */
  public static Requirements needs(int maxTokens) {
    return Requirements.of(
        new ChatRequest(
            List.of(Message.of(Role.USER, "hi")),
            Settings.DEFAULTS.withMaxTokens(OptionalInt.of(maxTokens)),
            false));
  }

  public static Plan plan(String route, Requirements needs) {
    try {
      return ROUTER.plan(new RoutingRequest(route, needs));
    } catch (RoutingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Call call(String caller) {
    return call(caller, Optional.empty());
  }

  public static Call call(String caller, Optional<String> tenant) {
    return new Call(
        "call",
        Caller.of(caller, tenant, Optional.empty()),
        Optional.empty(),
        Deadline.after(Duration.ofMinutes(1)),
        new Cancellation());
  }

  /** A whole answer of a step that has used so many tokens. */
  public static Trail answered(Step step, long prompt, long answer) {
    Usage usage = new Usage(prompt, answer);
    return new Trail(
        List.of(
            attempt(
                step,
                Attempt.OK,
                Optional.empty(),
                usage,
                OptionalDouble.of(step.price().orElseThrow().of(usage)))));
  }

  /** An attempt that nobody counted. */
  public static Attempt failed(Step step, ProviderException.Kind kind) {
    return attempt(
        step,
        kind.name().toLowerCase(Locale.ROOT),
        Optional.of(new ProviderException(kind, "no")),
        Usage.NONE,
        OptionalDouble.empty());
  }

  private static Attempt attempt(
      Step step,
      String outcome,
      Optional<ProviderException> failure,
      Usage usage,
      OptionalDouble cost) {
    return new Attempt(
        step.target(),
        outcome,
        failure,
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        usage,
        false,
        cost,
        Breaker.State.CLOSED,
        "unknown");
  }
}
