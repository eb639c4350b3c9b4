package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.ask;
import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.routing.RoutingException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets a call gets by the names that it gives, and what it may wish for. */
class RouterTest {
  private final Router router =
      Routing.router(
          """
          routes:
            "gpt-*": {targets: ["azure/{model}", bedrock/claude]}
            chat: {targets: [bedrock/claude, azure/gpt, vertex_ai/gemini]}
            fixed: {targets: [bedrock/claude, openai/gpt], overrides: false}
            azure/special: {targets: [bedrock/claude]}
            "*-pro-*": {targets: ["vertex_ai/{model}"]}
          tasks: {coding: fixed}
          """);

  @ParameterizedTest
  @CsvSource({
    "chat, the native service first and the rest as listed, azure/gpt bedrock/claude vertex_ai/gemini",
    "azure/gpt, a target named outright, azure/gpt",
    "bedrock/arn:aws:x/y, a target with slashes, bedrock/arn:aws:x/y",
    "azure/special, an exact name before a target, bedrock/claude",
    "azure/x-pro-y, a target before a pattern, azure/x-pro-y",
    "gpt-5.5, a pattern takes the model as asked, azure/gpt-5.5 bedrock/claude",
    "gpt-pro-5, patterns in the order of the file, azure/gpt-pro-5 bedrock/claude",
    "gemini-pro-3, a later pattern, vertex_ai/gemini-pro-3"
  })
  void aNameStandsForTargets(String model, String why, String expected) throws Exception {
    assertThat(targets(router.plan(ask(model)))).as(why).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Chat", "nobody/gpt", "xgpt-5", "azure/", "/gpt", ""})
  void anythingElseIsUnknown(String model) {
    assertRefused(ask(model), Reason.UNKNOWN_MODEL, "model");
  }

  @Test
  void aPatternIsListedAsTheModelsThatItIsKnownToStandFor() {
    Router patterns =
        Routing.router(
            """
            routes:
              chat: {targets: [azure/gpt-5.5, bedrock/claude]}
              "gpt-*": {targets: ["azure/{model}", openai/gpt-4o, bedrock/claude]}
              gpt-exact: {targets: [azure/gpt-mini]}
              "gpt-4*": {targets: [openai/gpt-4o]}
              "*": {targets: ["bedrock/{model}"]}
            """);
    assertThat(patterns.named())
        .extracting(route -> route.name() + " " + route.targets())
        .containsExactly(
            "chat [azure/gpt-5.5, bedrock/claude]",
            "gpt-5.5 [azure/gpt-5.5, openai/gpt-4o, bedrock/claude]",
            "gpt-mini [azure/gpt-mini, openai/gpt-4o, bedrock/claude]",
            "gpt-4o [azure/gpt-4o, openai/gpt-4o, bedrock/claude]",
            "gpt-exact [azure/gpt-mini]",
            "claude [bedrock/claude]");
  }

  @Test
  void theDefaultRouteIsTheFirstThatIsNotAPattern() {
    assertThat(router.defaultRoute()).contains("chat");
  }

  @Test
  void aTaskPicksItsRouteWhateverTheModelSays() throws Exception {
    Plan plan = router.plan(ask("chat", Routing.task("coding")));

    assertThat(plan.route()).isEqualTo("fixed");
    assertRefused(ask("chat", Routing.task("cooking")), Reason.NOT_PERMITTED, "task");
  }

  @Test
  void aProviderIsOneServiceOfTheRoutesTargets() throws Exception {
    assertThat(targets(router.plan(ask("chat", Routing.provider("vertex_ai")))))
        .containsExactly("vertex_ai/gemini");
    assertThat(targets(router.plan(ask("chat", Routing.provider("azure/gpt")))))
        .as("or one of them")
        .containsExactly("azure/gpt");
    assertRefused(ask("chat", Routing.provider("azure/gpt-5")), Reason.NOT_PERMITTED, "provider");
    assertRefused(ask("chat", Routing.provider("openai")), Reason.NOT_PERMITTED, "provider");
    assertRefused(ask("chat", Routing.provider("nobody")), Reason.NOT_PERMITTED, "provider");
  }

  @Test
  void fallbacksTakeThePlaceOfTheRoutesLaterTargets() throws Exception {
    assertThat(targets(router.plan(ask("chat", Routing.fallbacks("openai/x", "gpt-5", "fixed")))))
        .as("targets, patterns and routes, each target once")
        .containsExactly("azure/gpt", "openai/x", "azure/gpt-5", "bedrock/claude", "openai/gpt");
    assertRefused(ask("chat", Routing.fallbacks("nobody/x")), Reason.NOT_PERMITTED, "fallbacks");
    assertRefused(ask("chat", Routing.fallbacks("nothing")), Reason.NOT_PERMITTED, "fallbacks");
  }

  @Test
  void withoutFallbacksOnlyTheFirstIsLeft() throws Exception {
    assertThat(targets(router.plan(ask("chat", Routing.onlyTheFirst()))))
        .containsExactly("azure/gpt");
  }

  @Test
  void aRouteCanPermitNoneOfThat() throws Exception {
    assertRefused(ask("fixed", Routing.provider("openai")), Reason.NOT_PERMITTED, "provider");
    assertRefused(ask("fixed", Routing.fallbacks("chat")), Reason.NOT_PERMITTED, "fallbacks");
    assertRefused(ask("fixed", Routing.onlyTheFirst()), Reason.NOT_PERMITTED, "disable_fallbacks");
    assertThat(targets(router.plan(ask("fixed")))).hasSize(2);
  }

  @Test
  void aPlanCarriesWhatTheConfigurationSaysOfEachTarget() throws Exception {
    Router router =
        Routing.router(
            """
            limits: {stallMs: 7000}
            timeoutMs: 60000
            routes:
              chat:
                limits: {firstTokenMs: 900}
                defaults: {maxTokens: 50}
                targets:
                  - {target: bedrock/eu.anthropic.claude-sonnet-4-6, limits: {firstTokenMs: 100}, instructions: Be short.}
                  - azure/gpt-5.4
            """);

    Plan plan = router.plan(ask("chat"));

    assertThat(plan.policy().timeout()).contains(Duration.ofSeconds(60));
    assertThat(plan.policy().defaults().maxTokens()).isEqualTo(OptionalInt.of(50));
    assertThat(plan.steps().getFirst().limits().firstToken()).hasMillis(900);
    assertThat(plan.steps().getFirst().limits().stall()).hasMillis(7000);
    assertThat(plan.steps().getFirst().residency()).isEqualTo("eu");
    assertThat(plan.steps().getLast().limits().firstToken()).hasMillis(100);
    assertThat(plan.steps().getLast().instructions()).contains("Be short.");
    assertThat(plan.steps().getLast().model().family()).isEqualTo("claude-sonnet-4-6");
    assertThat(plan.steps().getLast().price().orElseThrow().input()).isEqualTo(3.3);
    assertThat(router.plan(ask("openai/x")).policy().timeout())
        .as("also for a target named outright")
        .contains(Duration.ofSeconds(60));
  }

  @Test
  void vectorsOfDifferentModelsDoNotMix() throws Exception {
    Router router =
        Routing.router(
            """
            routes:
              embed: {targets: [openai/text-embedding-3-small, azure/other, vertex_ai/eu.text-embedding-3-small-v1]}
              mixed: {targets: [openai/text-embedding-3-small, azure/other], interchangeable: true}
            """);
    Requirements needs =
        Requirements.of(
            new EmbeddingRequest(
                List.of(new Input.Text("x")), OptionalInt.empty(), Optional.empty()));

    assertThat(targets(router.plan(new RoutingRequest("embed", needs))))
        .as("the first of the file, whatever cloud we run on")
        .containsExactly("openai/text-embedding-3-small", "vertex_ai/eu.text-embedding-3-small-v1");
    assertThat(targets(router.plan(new RoutingRequest("mixed", needs))))
        .containsExactly("azure/other", "openai/text-embedding-3-small");
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(
            () -> router.plan(new RoutingRequest("embed", Routing.provider("azure"), needs)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_PERMITTED));
  }

  private void assertRefused(RoutingRequest ask, Reason reason, String param) {
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(ask))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.param()).contains(param));
  }
}
