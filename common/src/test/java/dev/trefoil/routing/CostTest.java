package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.ask;
import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Price;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.RoutingException.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What targets cost, and what is too much. */
class CostTest {
  private static final String PRICED =
      """
      routes: {r: {strategy: ordered, targets: [openai/dear, openai/cheap, openai/unknown]}}
      prices: {openai/dear: {input: 10, output: 100}, openai/cheap: {input: 1, output: 10}}
      """;

  private final PriceTable bundled = TrefoilConfig.load(Map.of()).routing().prices();

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-sonnet-4-6, 3, 15",
    "bedrock, global.anthropic.claude-sonnet-4-6, 3, 15",
    "bedrock, eu.anthropic.claude-sonnet-4-6, 3.3, 16.5",
    "bedrock, us.anthropic.claude-haiku-4-5-20251001-v1:0, 1.1, 5.5",
    "bedrock, arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5, 5.5, 27.5",
    "bedrock, us.amazon.nova-lite-v1:0, 0.06, 0.24",
    "bedrock, us.openai.gpt-6-sol, 2.2, 11",
    "bedrock, global.openai.gpt-6-sol, 2, 10",
    "azure, gpt-5.4-2026-03-05, 2.5, 15",
    "azure, gpt-5.4-mini, 0.75, 4.5",
    "vertex_ai, gemini-3.1-pro-preview, 2, 12",
    "vertex_ai, gemini-2.5-flash-001, 0.3, 2.5",
    "openai, text-embedding-3-small, 0.02, 0"
  })
  void aModelIsKnownByItsNameWithinItsId(
      String service, String model, double input, double output) {
    Price price = bundled.of(new Target(service, model), model).orElseThrow();

    assertThat(price.input()).isEqualTo(input);
    assertThat(price.output()).isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.5-max, gpt-5.5",
    "gemini-2.5-flash-image, gemini-2.5-flash",
    "gemini-3.5-flash-image, gemini-3.5-flash",
    "my-gpt-5.4x, gpt-5.4",
    "claude-sonnet-5-1, claude-sonnet-5",
    "nobodys-model, nobodys-model"
  })
  void aRelativesPriceIsNotTaken(String model, String family) {
    assertThat(bundled.of(new Target("azure", model), family)).isEmpty();
  }

  @Test
  void theConfigurationsWordComesFirstAndAFamilyStandsInForAnIdThatTellsNothing() {
    PriceTable prices =
        TrefoilConfig.parse(
                Routing.SERVICES
                    + """
                    routes: {r: {targets: [azure/mine]}}
                    prices:
                      claude-sonnet-4-6: {input: 2, output: 8, cachedInput: 0.5, cacheWrite: 3}
                      azure/other: {input: 7}
                    """,
                Map.of())
            .routing()
            .prices();

    assertThat(prices.of(new Target("bedrock", "eu.anthropic.claude-sonnet-4-6"), "x"))
        .contains(new Price(2, 8, 0.5, 3));
    assertThat(prices.of(new Target("azure", "other"), "gpt-5.4"))
        .contains(new Price(7, 0, 7 * 0.1, 7));
    assertThat(prices.of(new Target("azure", "mine"), "gpt-5.4").map(Price::input)).contains(2.5);
  }

  @Test
  void aLongPromptHasAPriceOfItsOwn() {
    Price price = bundled.of(new Target("vertex_ai", "gemini-3.1-pro"), "gemini-3").orElseThrow();

    assertThat(price.of(new Usage(200_000, 1_000))).isCloseTo(0.412, within(1e-9));
    assertThat(price.of(new Usage(200_001, 1_000))).isCloseTo(0.818004, within(1e-9));
  }

  @Test
  void whatARegionOfBedrockTakesMoreItTakesOfEveryToken() {
    String id = "anthropic.claude-haiku-5-5";
    Price global = bundled.of(new Target("bedrock", "global." + id), id).orElseThrow();

    assertThat(bundled.of(new Target("bedrock", "eu." + id), id)).contains(global.times(1.1));
    assertThat(global.times(1.1))
        .isEqualTo(
            new Price(
                0.11,
                0.55,
                0.011,
                0.1375,
                0.22,
                Optional.of(new Price.LongPrompt(100_000, new Price(0.55, 2.75, 0.055, 0.6875)))));
  }

  @Test
  void cachedTokensCostWhatThePriceSaysOfThem() {
    Price price = new Price(3, 15, 0.3, 3.75);

    assertThat(price.of(new Usage(1_000_000, 0, 400_000, 100_000, 0)))
        .isCloseTo(0.5 * 3 + 0.4 * 0.3 + 0.1 * 3.75, within(1e-9));
  }

  @Test
  void tokensThatAreKeptForAnHourCostTwiceTheInputOfClaudes() {
    Price claude = bundled.of(new Target("anthropic", "claude-opus-4-6"), "x").orElseThrow();

    assertThat(claude.of(new Usage(300_000, 0, 0, 300_000, 100_000, 0)))
        .isCloseTo(0.2 * 6.25 + 0.1 * 10, within(1e-9));
    assertThat(Price.hour(2.5)).isEqualTo(4);
  }

  @Test
  void aPriceListMaySayWhatAnHourCosts() {
    Price price =
        TrefoilConfig.parse(
                Routing.SERVICES
                    + "routes: {r: {targets: [azure/mine]}}\n"
                    + "prices: {azure/mine: {input: 1, cacheWrite: 1.25, cacheWriteHour: 3}}\n",
                Map.of())
            .routing()
            .prices()
            .of(new Target("azure", "mine"), "x")
            .orElseThrow();

    assertThat(price.of(new Usage(2_000_000, 0, 0, 2_000_000, 1_000_000, 0))).isEqualTo(4.25);
  }

  @Test
  void whatWouldCostTooMuchOrAnUnknownSumIsLeftOut() throws Exception {
    Router router = Routing.router(PRICED);

    assertThat(targets(router.plan(ask("r", Routing.maxCost(1)))))
        .containsExactly("openai/dear", "openai/cheap");
    assertThat(targets(router.plan(ask("r", Routing.maxCost(0.05)))))
        .as("1000 tokens of answer, where the request does not bound it")
        .containsExactly("openai/cheap");
    assertThat(
            targets(
                router.plan(
                    new RoutingRequest("r", Routing.maxCost(0.05), Routing.chat("hi", 100)))))
        .containsExactly("openai/dear", "openai/cheap");
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(ask("r", Routing.maxCost(0.001))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_EXPENSIVE))
        .satisfies(e -> assertThat(e.param()).isEqualTo(Optional.of("x-trefoil-max-cost-usd")))
        .withMessageStartingWith("The cheapest target is likely to cost 0.0100");
    assertThatExceptionOfType(RoutingException.class)
        .isThrownBy(() -> router.plan(ask("openai/unknown", Routing.maxCost(100))))
        .withMessage("No target's price is known.");
  }
}
