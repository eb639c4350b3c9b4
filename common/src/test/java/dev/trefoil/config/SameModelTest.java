package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code same} in a route stands for. */
class SameModelTest {
  private static final String SERVICES =
      """
      services:
        bedrock: {kind: bedrock, region: %s}
        azure: {kind: azure-openai, endpoint: "https://a.example"}
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: env:KEY}
        vllm: {kind: openai, endpoint: "https://v.example/v1"}
        anthropic: {kind: anthropic, keyFrom: env:KEY}
        vertex_ai: {kind: vertex, project: p, location: global}
      """;

  private static final String MANTLE = "  mantle: {kind: bedrock-mantle, region: us-west-2}\n";

  @Test
  void aClaudeIsWhereItsMakerAndBedrockHaveIt() {
    assertThat(targets("same: claude-sonnet-5-5"))
        .containsExactly(
            "bedrock/us.anthropic.claude-sonnet-5-5",
            "anthropic/claude-sonnet-5-5",
            "vertex_ai/claude-sonnet-5-5");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-5-5, global, true",
    "claude-sonnet-5-5, eu, true",
    "claude-sonnet-5-5, us-east5, false",
    "claude-sonnet-4-6, us-east5, true"
  })
  void onVertexAiALaterClaudeIsNotInSingleRegions(String model, String location, boolean there) {
    List<String> targets =
        TrefoilConfig.parse(
                """
                auth: none
                services:
                  anthropic: {kind: anthropic, keyFrom: "env:KEY"}
                  claude_gcp: {kind: vertex, project: p, location: %s}
                  claude_mantle: {kind: bedrock-mantle, region: us-east-1}
                routes: {r: {same: %s}}
                """
                    .formatted(location, model),
                Map.of())
            .routes()
            .getFirst()
            .targets();

    assertThat(targets.contains("claude_gcp/" + model)).isEqualTo(there);
    assertThat(targets.contains("claude_mantle/anthropic." + model))
        .isEqualTo(model.equals("claude-sonnet-5-5"));
  }

  @Test
  void aClaudeIsOnFoundryInADeploymentOfItsName() {
    String foundry = "  foundry: {kind: foundry, endpoint: \"https://a.services.ai.azure.com\"}\n";

    assertThat(
            TrefoilConfig.parse(
                    "auth: none\n"
                        + SERVICES.formatted("us-east-1")
                        + foundry
                        + "routes: {r: {same: claude-sonnet-5-5}}\n",
                    Map.of())
                .routes()
                .getFirst()
                .targets())
        .contains("foundry/claude-sonnet-5-5");
  }

  @Test
  void aGptIsAtAzureOpenAiAndBedrock() {
    assertThat(targets("same: gpt-6-sol"))
        .containsExactly("bedrock/us.openai.gpt-6-sol", "azure/gpt-6-sol", "openai/gpt-6-sol");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6-sol, bedrock/us.openai.gpt-6-sol, mantle/openai.gpt-6-sol",
    "gpt-5.4, openai/gpt-5.4, mantle/openai.gpt-5.4",
    "openai.gpt-oss-120b, bedrock/openai.gpt-oss-120b-1:0, mantle/openai.gpt-oss-120b",
    "openai.gpt-oss-120b, vertex_ai/openai/gpt-oss-120b-maas, mantle/openai.gpt-oss-120b"
  })
  void otherEndpointsHaveItUnderNamesOfTheirOwn(String model, String one, String other) {
    List<String> targets =
        TrefoilConfig.parse(
                "auth: none\n"
                    + SERVICES.formatted("us-east-1")
                    + MANTLE
                    + "routes: {r: {same: "
                    + model
                    + "}}\n",
                Map.of())
            .routes()
            .getFirst()
            .targets();

    assertThat(targets).contains(one, other);
  }

  @Test
  void aServiceIsLeftOutThatIsNotKnownToHaveTheModel() {
    assertThat(targets("same: gpt-5.4")).containsExactly("azure/gpt-5.4", "openai/gpt-5.4");
    assertThat(targets("same: gemini-3.5-flash")).containsExactly("vertex_ai/gemini-3.5-flash");
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, us.anthropic.claude-opus-5-5",
    "eu-central-1, eu.anthropic.claude-opus-5-5",
    "ap-northeast-1, jp.anthropic.claude-opus-5-5",
    "ap-southeast-2, au.anthropic.claude-opus-5-5",
    "ap-southeast-1, global.anthropic.claude-opus-5-5",
    "sa-east-1, global.anthropic.claude-opus-5-5"
  })
  void bedrocksProfileIsThatOfTheRegionsGeography(String region, String id) {
    assertThat(route(region, "{same: claude-opus-5-5}", "").targets()).contains("bedrock/" + id);
  }

  @Test
  void whereNoProfileReachesTheModelIsNotServed() {
    assertThat(route("eu-central-1", "{same: claude-opus-4-1}", "").targets())
        .containsExactly("anthropic/claude-opus-4-1", "vertex_ai/claude-opus-4-1@20250805");
  }

  @Test
  void whatTheConfigurationSaysOfDeploymentsComesBeforeTheirNames() {
    Route route =
        route(
            "us-east-1",
            "{same: gpt-6-sol}",
            "models: {azure/prod: {like: gpt-6-sol}, vllm/mine: {like: gpt-6-sol}}\n");

    assertThat(route.targets())
        .containsExactly(
            "bedrock/us.openai.gpt-6-sol", "azure/prod", "openai/gpt-6-sol", "vllm/mine");
  }

  @Test
  void otherTargetsComeAfterItsOwnAndNoneTwice() {
    Route route =
        route(
            "us-east-1",
            "{same: gpt-6-sol, targets: [vertex_ai/gemini-3.5-flash, azure/gpt-6-sol]}",
            "");

    assertThat(route.model()).contains("gpt-6-sol");
    assertThat(route.entries())
        .extracting(RouteTarget::name, RouteTarget::rank)
        .containsExactly(
            tuple("bedrock/us.openai.gpt-6-sol", 0),
            tuple("azure/gpt-6-sol", 0),
            tuple("openai/gpt-6-sol", 0),
            tuple("vertex_ai/gemini-3.5-flash", 1));
    assertThat(route.interchangeable()).isFalse();
  }

  @Test
  void vectorsOfOneModelStandForOneAnother() {
    Route route = route("us-east-1", "{same: text-embedding-3-small}", "");

    assertThat(route.targets())
        .containsExactly("azure/text-embedding-3-small", "openai/text-embedding-3-small");
    assertThat(route.interchangeable()).isTrue();
    assertThat(route("us-east-1", "{same: text-embedding-3-large}", "").targets())
        .containsExactly("azure/text-embedding-3-large", "openai/text-embedding-3-large");
  }

  @Test
  void aTableOfOnesOwnSaysWhatOthersCallIt() {
    String table =
        """
        sources: {me: {title: t, url: "https://example.com", date: 2026-11-30}}
        models:
          claude-sonnet-5-5: {ids: {vertex: claude-sonnet-5-5@x}, profiles: [global], source: me}
        """;
    TrefoilConfig config =
        TrefoilConfig.parse(
            "auth: none\n"
                + SERVICES.formatted("us-east-1")
                + "routes: {r: {same: claude-sonnet-5-5}}\n",
            Map.of("TREFOIL_MODELS", table));

    assertThat(config.routes().getFirst().targets())
        .containsExactly(
            "bedrock/global.anthropic.claude-sonnet-5-5",
            "anthropic/claude-sonnet-5-5",
            "vertex_ai/claude-sonnet-5-5@x");
  }

  @Test
  void aModelThatNobodyHasIsAMistake() {
    assertThatThrownBy(() -> targets("same: claude-nine"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("routes.r.same")
        .hasMessageContaining("./trefoil models");
    assertThatThrownBy(() -> targets("same: text-embedding-005"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no declared service");
  }

  private static List<String> targets(String said) {
    return route("us-east-1", "{" + said + "}", "").targets();
  }

  private static Route route(String region, String route, String more) {
    return TrefoilConfig.parse(
            "auth: none\n" + SERVICES.formatted(region) + "routes: {r: " + route + "}\n" + more,
            Map.of())
        .routes()
        .getFirst();
  }
}
