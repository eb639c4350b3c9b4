package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.health.Observations;
import dev.trefoil.policy.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Routers of configurations as a user writes them, and what they are asked. */
final class Routing {
  /** Three clouds' services and their models, some in Europe; routes follow. */
  static final String SERVICES =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: eu-central-1}
        azure: {kind: azure-openai, endpoint: "https://a.example", deployment: data-zone, region: swedencentral}
        vertex_ai: {kind: vertex, project: p, location: global}
        openai: {kind: openai, endpoint: "https://b.example/v1"}
      """;

  private Routing() {}

  static Router router(String yaml) {
    return router(yaml, Observations.NONE, 1);
  }

  /** On Azure. */
  static Router router(String yaml, Observations observations, long seed) {
    return new Router(
        TrefoilConfig.parse(SERVICES + yaml, Map.of()).routing(),
        Set.of("azure"),
        observations,
        new SplittableRandom(seed));
  }

  static RoutingRequest ask(String model) {
    return new RoutingRequest(model, RoutingPreferences.NONE, hi());
  }

  static RoutingRequest ask(String model, RoutingPreferences preferences) {
    return new RoutingRequest(model, preferences, hi());
  }

  static RoutingRequest ask(Requirements needs) {
    return new RoutingRequest("r", RoutingPreferences.NONE, needs);
  }

  /** A conversation of so many questions that begins with a text. */
  static Requirements turns(String first, int questions) {
    List<Message> messages = new ArrayList<>();
    messages.add(Message.of(Role.SYSTEM, "Be kind."));
    messages.add(Message.of(Role.USER, first));
    for (int turn = 1; turn < questions; turn++) {
      messages.add(Message.of(Role.ASSISTANT, "answer " + turn));
      messages.add(Message.of(Role.USER, "question " + turn));
    }
    return Requirements.of(new ChatRequest(messages, Settings.DEFAULTS, false));
  }

  static Requirements hi() {
    return chat("hi");
  }

  static Requirements chat(String text) {
    return Requirements.of(
        new ChatRequest(List.of(Message.of(Role.USER, text)), Settings.DEFAULTS, false));
  }

  static Requirements chat(String text, int maxTokens) {
    Settings settings = Settings.builder().maxTokens(OptionalInt.of(maxTokens)).build();
    return Requirements.of(new ChatRequest(List.of(Message.of(Role.USER, text)), settings, false));
  }

  static RoutingPreferences task(String task) {
    return new RoutingPreferences(
        Optional.of(task), Optional.empty(), List.of(), false, List.of(), OptionalDouble.empty());
  }

  static RoutingPreferences provider(String provider) {
    return new RoutingPreferences(
        Optional.empty(),
        Optional.of(provider),
        List.of(),
        false,
        List.of(),
        OptionalDouble.empty());
  }

  static RoutingPreferences fallbacks(String... names) {
    return new RoutingPreferences(
        Optional.empty(),
        Optional.empty(),
        List.of(names),
        false,
        List.of(),
        OptionalDouble.empty());
  }

  static RoutingPreferences onlyTheFirst() {
    return new RoutingPreferences(
        Optional.empty(), Optional.empty(), List.of(), true, List.of(), OptionalDouble.empty());
  }

  static RoutingPreferences residency(String... places) {
    return new RoutingPreferences(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        List.of(places),
        OptionalDouble.empty());
  }

  static RoutingPreferences maxCost(double usd) {
    return new RoutingPreferences(
        Optional.empty(), Optional.empty(), List.of(), false, List.of(), OptionalDouble.of(usd));
  }

  /** The targets of a plan, in order. */
  static List<String> targets(Plan plan) {
    return plan.targets().stream().map(Target::toString).toList();
  }
}
