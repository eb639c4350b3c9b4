package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.AuthSettings;
import dev.trefoil.config.ServiceConfig.Anthropic;
import dev.trefoil.config.ServiceConfig.AzureOpenAi;
import dev.trefoil.config.ServiceConfig.Bedrock;
import dev.trefoil.config.ServiceConfig.OpenAi;
import dev.trefoil.config.ServiceConfig.Vertex;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrefoilConfigTest {
  private static final Duration CONNECT = ServiceConfig.CONNECT_TIMEOUT;
  private static final String IN_THE_FILE =
      " into the cloud's secret store and write keyFrom: secret:NAME, or into an environment"
          + " variable and write keyFrom: env:NAME";

  private static final String SMALL =
      """
      auth: none
      services: {azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}}
      routes:
        chat: {targets: [azure/gpt-5.4]}
      """;

  @Test
  void theBundledFileDeclaresThreeServicesAndTheRouteChat() {
    TrefoilConfig config = TrefoilConfig.load(Map.of("AWS_REGION", "eu-west-1"));

    assertThat(config.services())
        .containsExactly(
            Map.entry(
                "bedrock",
                new Bedrock("eu-west-1", Optional.empty(), Optional.empty(), false, CONNECT)),
            Map.entry(
                "azure",
                new AzureOpenAi(
                    Optional.of(URI.create("https://example.openai.azure.com")),
                    Optional.empty(),
                    false,
                    CONNECT)),
            Map.entry(
                "vertex_ai",
                new Vertex("my-project", "global", Optional.empty(), false, CONNECT, Set.of())));
    assertThat(config.routes())
        .containsExactly(
            new Route(
                "chat",
                List.of(
                    "bedrock/us.anthropic.claude-sonnet-4-6",
                    "azure/gpt-5.4",
                    "vertex_ai/gemini-3.5-flash")));
    assertThat(config.http().maxRequestBytes()).isEqualTo(6 * 1024 * 1024);
    assertThat(config.auth()).isEqualTo(new AuthSettings.Platform());
  }

  @Test
  void theBucketsThatVertexMayReadAreNamed() {
    String yaml =
        """
        auth: none
        services:
          vertex:
            {kind: vertex, project: p, location: eu, buckets: [cats-and-dogs, cats.example.com]}
        routes: {chat: {targets: [vertex/gemini-3.5-flash]}}
        """;

    assertThat(TrefoilConfig.parse(yaml, Map.of()).services().get("vertex"))
        .isInstanceOfSatisfying(
            Vertex.class,
            vertex ->
                assertThat(vertex.buckets())
                    .containsExactlyInAnyOrder("cats-and-dogs", "cats.example.com"));
    assertThat(
            mistakes(
                () ->
                    TrefoilConfig.parse(
                        yaml.replace("cats-and-dogs", "Cats, gs://cats, a/b, '*', a..b, ab"),
                        Map.of())))
        .hasSize(6)
        .allSatisfy(mistake -> assertThat(mistake).contains("is not the name of a Cloud Storage"));
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
        hobbies: on
        auth: perhaps
        """;

    assertThat(mistakes(() -> TrefoilConfig.parse(yaml, Map.of())))
        .containsExactly(
            "line 2, column 36: services.bedrock.region is not an AWS region",
            "line 2, column 53: services.bedrock.colour is not known here",
            "line 3, column 10: services.azure.endpoint is missing",
            "line 4, column 66: services.vertex.endpoint is not a URL with https",
            "line 5, column 17: services.other.kind is not one of bedrock, bedrock-mantle,"
                + " azure-openai, foundry, vertex, openai, anthropic",
            "line 6, column 10: services.a/b is not a service's name: letters, digits, - and _"
                + " only",
            "line 6, column 40: services.a/b.emulate is not true or false",
            "line 6, column 10: services.a/b.endpoint is missing",
            "line 10, column 15: routes.chat.strategy is not native-first or ordered or round-robin"
                + " or random or weighted or least-latency or cheapest or cascade or value",
            "line 9, column 26: routes.chat.targets[1] names the service nobody, which is not"
                + " declared",
            "line 9, column 36: routes.chat.targets[2] is not a target: write service/model",
            "line 9, column 43: routes.chat.targets[3] has {model}, which stands for something only"
                + " where the route's name has a *",
            "line 11, column 20: routes.empty.targets must be a list with something in it",
            "line 14, column 7: auth is not a way to tell callers apart: write `auth: platform`"
                + " (whom the cloud's own door has verified: IAM, an authorizer, Easy Auth), `auth:"
                + " {keys: …}` (bearer keys of yours, kept as SHA-256), `auth: {jwt: …}` (tokens of"
                + " your identity provider) or `auth: none` (whoever can reach it)",
            "line 12, column 18: maxRequestBytes is not a whole number from 1 to 1073741824",
            "line 13, column 10: hobbies is not known here");
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
            "line 2, column 50: services.azure.endpoint needs the environment variable NAME, which"
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

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1,OPENAI",
    "https://eu.api.openai.com/v1/,OPENAI",
    "https://API.OpenAI.com/v1,OPENAI",
    "https://x.openai.azure.com/openai/v1,OPENAI",
    "https://x.services.ai.azure.com/openai/v1,OPENAI",
    "https://api.openai.com.example/v1,COMPATIBLE",
    "https://notapi.openai.com/v1,COMPATIBLE",
    "https://api.deepseek.com/v1,COMPATIBLE",
    "http://127.0.0.1:11434/v1,COMPATIBLE"
  })
  void howAServiceSpeaksIsKnownByItsHostUnlessItIsSaid(String baseUrl, Dialect dialect) {
    assertThat(dialect(baseUrl, "")).isEqualTo(dialect);
    assertThat(dialect(baseUrl, ", dialect: openai")).isEqualTo(Dialect.OPENAI);
    assertThat(dialect(baseUrl, ", dialect: compatible")).isEqualTo(Dialect.COMPATIBLE);
  }

  private static Dialect dialect(String baseUrl, String said) {
    TrefoilConfig config =
        TrefoilConfig.parse(
            """
            auth: none
            services:
              one: {kind: openai, endpoint: "%s"%s}
            routes:
              chat: {targets: [one/gpt-5.4]}
            """
                .formatted(baseUrl, said),
            Map.of());
    return ((OpenAi) config.services().get("one")).dialect();
  }

  @Test
  void servicesOfNoCloudTakeTheirKeyByName() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            """
            auth: none
            services:
              openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: env:OPENAI_KEY}
              ollama: {kind: openai, endpoint: "http://127.0.0.1:11434/v1"}
              played: {kind: openai, emulate: true}
              anthropic: {kind: anthropic, keyFrom: "env:ANTHROPIC_KEY"}
              proxied: {kind: anthropic, endpoint: "https://a.example", keyFrom: "env:A"}
              acted: {kind: anthropic, emulate: true}
            routes:
              chat: {targets: [openai/gpt-5.4]}
            """,
            Map.of("OPENAI_KEY", "sk-1"));

    assertThat(config.services())
        .containsExactly(
            Map.entry(
                "openai",
                new OpenAi(
                    Optional.of(URI.create("https://api.openai.com/v1")),
                    Dialect.OPENAI,
                    Optional.empty(),
                    Optional.of(new KeySource.Variable("OPENAI_KEY")),
                    false,
                    CONNECT)),
            Map.entry(
                "ollama",
                new OpenAi(
                    Optional.of(URI.create("http://127.0.0.1:11434/v1")),
                    Dialect.COMPATIBLE,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    CONNECT)),
            Map.entry(
                "played",
                new OpenAi(
                    Optional.empty(),
                    Dialect.COMPATIBLE,
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    CONNECT)),
            Map.entry(
                "anthropic",
                new Anthropic(
                    Optional.empty(),
                    Optional.of(new KeySource.Variable("ANTHROPIC_KEY")),
                    false,
                    CONNECT)),
            Map.entry(
                "proxied",
                new Anthropic(
                    Optional.of(URI.create("https://a.example")),
                    Optional.of(new KeySource.Variable("A")),
                    false,
                    CONNECT)),
            Map.entry("acted", new Anthropic(Optional.empty(), Optional.empty(), true, CONNECT)));
  }

  @Test
  void aKeyMayLieInTheSecretStoreOfTheCloudThatTheFunctionRunsOn() {
    String yaml =
        """
        services:
          named: {kind: anthropic, keyFrom: "secret:trefoil/anthropic"}
          arn: {kind: anthropic, keyFrom: "secret:arn:aws:secretsmanager:eu-west-1:1:secret:a-b"}
        routes:
          chat: {targets: [named/x]}
        auth: none
        """;

    assertThat(TrefoilConfig.parse(yaml, Map.of()).services().values())
        .extracting(service -> ((Anthropic) service).key().orElseThrow())
        .containsExactly(
            new KeySource.Secret("trefoil/anthropic"),
            new KeySource.Secret("arn:aws:secretsmanager:eu-west-1:1:secret:a-b"));
  }

  @Test
  void aKeyThatStandsInTheFileIsRefusedAndNotQuoted() {
    String yaml =
        """
        services:
          a: {kind: openai, endpoint: "https://a.example/v1", key: sk-1}
          b: {kind: openai, keyFrom: env:B}
          c: {kind: openai, endpoint: "https://a.example/v1", keyFrom: sk-1}
          d: {kind: anthropic, apiKey: sk-1, keyFrom: env:D}
          e: {kind: anthropic}
          f: {kind: bedrock, region: eu-west-1, keyFrom: env:F}
        routes:
          chat: {targets: [a/x]}
        auth: none
        """;

    List<String> mistakes = mistakes(() -> TrefoilConfig.parse(yaml, Map.of()));
    assertThat(mistakes)
        .containsExactly(
            "line 2, column 60: services.a.key must not stand in the configuration: put the key"
                + IN_THE_FILE,
            "line 3, column 6: services.b.endpoint is missing",
            "line 4, column 64: services.c.keyFrom is not env:NAME, the variable that holds the"
                + " key, or secret:NAME, its name in the secret store of the cloud that the"
                + " function runs on",
            "line 5, column 32: services.d.apiKey must not stand in the configuration: put the key"
                + IN_THE_FILE,
            "line 6, column 6: services.e.keyFrom is missing",
            "line 7, column 50: services.f.keyFrom is not known here");
    assertThat(mistakes).noneMatch(mistake -> mistake.contains("sk-1"));
  }

  @Test
  void aRouteSaysThatItsTargetsAreInterchangeable() {
    String yaml =
        """
          embed: {targets: [azure/a, azure/b], interchangeable: true}
          other: {targets: [azure/a], interchangeable: perhaps}
        """;

    assertThat(TrefoilConfig.parse(SMALL + yaml.lines().findFirst().get(), Map.of()).routes())
        .containsExactly(
            new Route("chat", List.of("azure/gpt-5.4"), false),
            new Route("embed", List.of("azure/a", "azure/b"), true));
    assertThat(mistakes(() -> TrefoilConfig.parse(SMALL + yaml, Map.of())))
        .containsExactly("line 6, column 48: routes.other.interchangeable is not true or false");
  }

  @Test
  void streamsAreKeptAliveWhereTheFileSaysSo() {
    assertThat(TrefoilConfig.parse(SMALL, Map.of()).keepAlive()).isEmpty();
    assertThat(TrefoilConfig.parse(SMALL + "keepAliveSeconds: 15\n", Map.of()).keepAlive())
        .contains(Duration.ofSeconds(15));
    assertThat(mistakes(() -> TrefoilConfig.parse(SMALL + "keepAliveSeconds: 0\n", Map.of())))
        .containsExactly(
            "line 5, column 19: keepAliveSeconds is not a whole number from 1 to 3600");
  }

  @Test
  void aModelIsKnownByItsFamilyAndByWhatTheFileSaysOfIt() {
    ModelCatalog models =
        TrefoilConfig.parse(
                SMALL
                    + """
                    models:
                      azure/mine: {like: gpt-5.4, images: false, maxOutput: 1000}
                      azure/other: {reasoning: none, tools: false}
                    """,
                Map.of())
            .models();

    Capabilities mine = models.of("azure", "mine");
    assertThat(mine.family()).isEqualTo("gpt-5.4");
    assertThat(mine.images()).isFalse();
    assertThat(mine.tools()).isTrue();
    assertThat(mine.contextWindow()).hasValue(1_050_000);
    assertThat(mine.maxOutput()).hasValue(1000);
    assertThat(models.of("azure", "other").reasoning()).isEqualTo(Reasoning.NONE);
    assertThat(models.of("azure", "other").tools()).isFalse();
    assertThat(models.of("openai", "other")).isEqualTo(Capabilities.unknown("other"));
    assertThat(models.of("bedrock", "us.anthropic.claude-sonnet-4-6-20260101-v1:0").family())
        .isEqualTo("claude-sonnet-4-6");
  }

  @Test
  void mistakesInModelsAreReportedWithTheirPlace() {
    String yaml =
        SMALL
            + """
            models:
              azure/a: {like: gpt-99, images: sometimes}
              azure/b: {reasoning: hard, contextWindow: 0, colour: red}
              nobody/c: {images: false}
            """;

    assertThat(mistakes(() -> TrefoilConfig.parse(yaml, Map.of())))
        .containsExactlyInAnyOrder(
            "line 6, column 12: models.azure/a.like names a family that models.yaml does not have",
            "line 6, column 35: models.azure/a.images is not true or false",
            "line 7, column 24: models.azure/b.reasoning is not none or effort or budget",
            "line 7, column 45: models.azure/b.contextWindow is not a whole number from 1 to"
                + " 4294967296",
            "line 7, column 56: models.azure/b.colour is not known here",
            "line 8, column 13: models.nobody/c is not a model of a declared service: write"
                + " service/model");
  }

  private static List<String> mistakes(Runnable read) {
    List<String> found = new ArrayList<>();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(read::run)
        .satisfies(e -> found.addAll(e.mistakes()));
    return found;
  }
}
