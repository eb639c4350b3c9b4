package dev.trefoil.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Target BEDROCK = new Target("bedrock", "claude");
  private static final Target AZURE = new Target("azure", "gpt");
  private static final Target VERTEX = new Target("vertex_ai", "gemini");

  private final Router router =
      new Router(
          List.of(
              new Route("gpt-*", List.of("azure/{model}", "bedrock/claude")),
              new Route("chat", List.of("bedrock/claude", "azure/gpt", "vertex_ai/gemini")),
              new Route("azure/special", List.of("bedrock/claude")),
              new Route("*-pro-*", List.of("vertex_ai/{model}"))),
          Set.of("bedrock", "azure", "vertex_ai"),
          Set.of("vertex_ai"));

  @Test
  void theNativeServiceComesFirstAndTheRestAsListed() {
    assertThat(router.plan("chat")).contains(new Plan(List.of(VERTEX, BEDROCK, AZURE)));
  }

  @Test
  void aTargetCanBeNamedOutright() {
    assertThat(router.plan("azure/gpt")).contains(new Plan(List.of(AZURE)));
    assertThat(router.plan("bedrock/arn:aws:x/y"))
        .contains(new Plan(List.of(new Target("bedrock", "arn:aws:x/y"))));
  }

  @Test
  void anExactNameComesBeforeATargetAndATargetBeforeAPattern() {
    assertThat(router.plan("azure/special")).contains(new Plan(List.of(BEDROCK)));
    assertThat(router.plan("azure/x-pro-y"))
        .contains(new Plan(List.of(new Target("azure", "x-pro-y"))));
  }

  @Test
  void aPatternTakesTheModelAsAsked() {
    assertThat(router.plan("gpt-5.5"))
        .contains(new Plan(List.of(new Target("azure", "gpt-5.5"), BEDROCK)));
    assertThat(router.plan("gpt-pro-5"))
        .as("patterns are tried in the order of the file")
        .contains(new Plan(List.of(new Target("azure", "gpt-pro-5"), BEDROCK)));
    assertThat(router.plan("gemini-pro-3"))
        .contains(new Plan(List.of(new Target("vertex_ai", "gemini-pro-3"))));
  }

  @Test
  void anythingElseIsUnknown() {
    assertThat(router.plan("Chat")).isEmpty();
    assertThat(router.plan("nobody/gpt")).isEmpty();
    assertThat(router.plan("xgpt-5")).isEmpty();
    assertThat(router.plan("azure/")).isEmpty();
    assertThat(router.plan("/gpt")).isEmpty();
  }

  @Test
  void theDefaultRouteIsTheFirstThatIsNotAPattern() {
    assertThat(router.defaultRoute()).contains("chat");
  }
}
