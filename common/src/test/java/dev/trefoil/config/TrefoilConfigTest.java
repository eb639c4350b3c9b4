package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrefoilConfigTest {
  private static final String SMALL =
      """
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
      routes:
        chat: {targets: [azure/gpt-5.4]}
      """;

  @Test
  void theBundledFileDeclaresThreeServicesAndTheRouteChat() {
    TrefoilConfig config = TrefoilConfig.load(Map.of("AWS_REGION", "eu-west-1"));

    assertThat(config.services())
        .containsExactly(
            Map.entry("bedrock", new Bedrock("eu-west-1", Optional.empty(), false)),
            Map.entry(
                "azure",
                new AzureOpenAi(
                    Optional.of(URI.create("https://example.openai.azure.com")), false)),
            Map.entry("vertex_ai", new Vertex("my-project", "global", Optional.empty(), false)));
    assertThat(config.routes())
        .containsExactly(
            new Route(
                "chat",
                List.of(
                    "bedrock/us.anthropic.claude-sonnet-4-6",
                    "azure/gpt-5.4",
                    "vertex_ai/gemini-3.5-flash")));
    assertThat(config.maxRequestBytes()).isEqualTo(6 * 1024 * 1024);
  }

  @Test
  void theVariableHoldsTheTextOrNamesAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("other.yaml"), SMALL);

    assertThat(TrefoilConfig.load(Map.of("TREFOIL_CONFIG", SMALL)).services())
        .containsOnlyKeys("azure");
    assertThat(TrefoilConfig.load(Map.of("TREFOIL_CONFIG", file.toString())).services())
        .containsOnlyKeys("azure");
    assertThat(mistakes(() -> TrefoilConfig.load(Map.of("TREFOIL_CONFIG", "no/such.yaml"))))
        .singleElement()
        .asString()
        .startsWith("TREFOIL_CONFIG names no/such.yaml, which cannot be read");
  }

  @Test
  void everyMistakeIsReportedWithItsPlace() {
    String yaml =
        """
        services:
          bedrock: {kind: bedrock, region: nowhere, colour: red}
          azure: {kind: azure-openai}
          vertex: {kind: vertex, project: p, location: global, endpoint: "http://127.0.0.1:1"}
          other: {kind: watson, key: x}
          "a/b": {kind: azure-openai, emulate: maybe}
        routes:
          chat:
            targets: [bedrock/x, nobody/y, azure, "azure/{model}"]
            strategy: luck
          empty: {targets: []}
        maxRequestBytes: many
        telemetry: on
        """;

    assertThat(mistakes(() -> TrefoilConfig.parse(yaml, Map.of())))
        .containsExactly(
            "line 2, column 36: services.bedrock.region is not an AWS region",
            "line 2, column 53: services.bedrock.colour is not known here",
            "line 3, column 10: services.azure.endpoint is missing",
            "line 4, column 66: services.vertex.endpoint is not a URL with https",
            "line 5, column 17: services.other.kind is not one of bedrock, azure-openai, vertex",
            "line 6, column 10: services.a/b is not a service's name: letters, digits, - and _ only",
            "line 6, column 40: services.a/b.emulate is not true or false",
            "line 6, column 10: services.a/b.endpoint is missing",
            "line 9, column 26: routes.chat.targets[1] names the service nobody, which is not"
                + " declared",
            "line 9, column 36: routes.chat.targets[2] is not a target: write service/model",
            "line 9, column 43: routes.chat.targets[3] has {model}, which stands for something only"
                + " where the route's name has a *",
            "line 10, column 15: routes.chat.strategy is not known here",
            "line 11, column 20: routes.empty.targets must be a list with something in it",
            "line 12, column 18: maxRequestBytes is not a whole number from 1 to 1073741824",
            "line 13, column 12: telemetry is not known here");
  }

  @Test
  void aFileThatIsNotWhatItShouldBeIsRefused() {
    assertThat(mistakes(() -> TrefoilConfig.parse("", Map.of())))
        .containsExactly("the file is empty");
    assertThat(mistakes(() -> TrefoilConfig.parse("services: [", Map.of())))
        .singleElement()
        .asString()
        .startsWith("line 1, column 12: the file is not YAML");
    assertThat(mistakes(() -> TrefoilConfig.parse("- a\n- b", Map.of())))
        .contains("line 1, column 1: the file must be a mapping");
    assertThat(mistakes(() -> TrefoilConfig.parse("routes: {}\nroutes: {}", Map.of())))
        .contains("line 2, column 1: routes stands here twice");
  }

  @Test
  void placeholdersAreFilledFromTheEnvironment() {
    Map<String, String> env = Map.of("HOST", "a.example", "EMPTY", "");

    assertThat(Placeholders.fill("https://${HOST}/x", env)).isEqualTo("https://a.example/x");
    assertThat(Placeholders.fill("${EMPTY:-b}${NONE:-}$HOST", env)).isEqualTo("b$HOST");
    assertThat(mistakes(() -> TrefoilConfig.parse(SMALL.replace("a.openai", "${NAME}"), env)))
        .containsExactly(
            "line 2, column 41: services.azure.endpoint needs the environment variable NAME, which"
                + " is not set and has no default");
  }

  @Test
  void aValueOfTheEnvironmentCannotAddToTheFile() {
    Map<String, String> env = Map.of("NAME", "x\"}\n  evil: {kind: bedrock, region: eu-west-1}");

    assertThat(mistakes(() -> TrefoilConfig.parse(SMALL.replace("a.openai", "${NAME}"), env)))
        .singleElement()
        .asString()
        .contains("services.azure.endpoint is not a URL");
  }

  private static List<String> mistakes(Runnable read) {
    List<String> found = new ArrayList<>();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(read::run)
        .satisfies(e -> found.addAll(e.mistakes()));
    return found;
  }
}
