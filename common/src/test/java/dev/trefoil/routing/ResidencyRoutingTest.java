package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.ask;
import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.routing.RoutingException.Reason;
import org.junit.jupiter.api.Test;

/** That a call goes only where it may; Azure's deployments here are of the EU's data zone. */
class ResidencyRoutingTest {
  private static final String EU = "bedrock/eu.anthropic.claude-sonnet-4-6";
  private static final String ANYWHERE = "bedrock/global.anthropic.claude-sonnet-4-6";

  private final Router router =
      Routing.router(
          """
          residency: [eu, us]
          routes:
            eu: {residency: eu, targets: [%2$s, vertex_ai/gemini-3.5-flash, %1$s, azure/gpt-5.4, openai/x]}
            outer: {targets: [%1$s, openai/declared]}
            anywhere: {residency: any, targets: [%2$s, %1$s]}
          models:
            openai/declared: {residency: us}
          """
              .formatted(EU, ANYWHERE));

  @Test
  void onlyTargetsThatAreKnownToStayWithinTheRoutesPlacesAreCalled() throws Exception {
    assertThat(targets(router.plan(ask("eu")))).containsExactly("azure/gpt-5.4", EU);
  }

  @Test
  void whatHoldsForAllRoutesHoldsWhereARouteSaysNothing() throws Exception {
    assertThat(targets(router.plan(ask("outer")))).containsExactly(EU, "openai/declared");
    assertThat(targets(router.plan(ask("anywhere")))).containsExactly(ANYWHERE, EU);
    assertThat(targets(router.plan(ask(EU)))).containsExactly(EU);
    assertRefused(ask(ANYWHERE), Reason.RESIDENCY, "");
  }

  @Test
  void aCallerMayOnlyNarrow() throws Exception {
    assertThat(targets(router.plan(ask("outer", Routing.residency("us")))))
        .containsExactly("openai/declared");
    assertThat(targets(router.plan(ask("anywhere", Routing.residency("eu"))))).containsExactly(EU);
    assertRefused(ask("eu", Routing.residency("us")), Reason.NOT_PERMITTED, "x-trefoil-residency");
    assertRefused(
        ask("eu", Routing.residency("eu", "us")), Reason.NOT_PERMITTED, "x-trefoil-residency");
    assertRefused(
        ask("anywhere", Routing.residency("europe")), Reason.NOT_PERMITTED, "x-trefoil-residency");
    assertRefused(
        ask("anywhere", Routing.residency("jp")), Reason.RESIDENCY, "x-trefoil-residency");
  }

  @Test
  void itHoldsForFallbacksOfTheCallersOwn() throws Exception {
    assertThat(targets(router.plan(ask("eu", Routing.fallbacks(ANYWHERE, "openai/declared", EU)))))
        .containsExactly("azure/gpt-5.4", EU);
    assertThat(targets(router.plan(ask("anywhere", Routing.fallbacks("eu")))))
        .as("a route that a caller falls back to keeps its own")
        .containsExactly(ANYWHERE, "azure/gpt-5.4", EU);
  }

  @Test
  void theFailureSaysWhereEachTargetIs() {
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(ask("anywhere", Routing.residency("us"))))
        .withMessage(
            "No target is known to keep the call in us: "
                + ANYWHERE
                + " is in no known place, "
                + EU
                + " is in eu.");
  }

  private void assertRefused(RoutingRequest ask, Reason reason, String param) {
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(ask))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.param().orElse("")).isEqualTo(param));
  }
}
