package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.agent.AgentSettings;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.ToolSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code tools}, {@code agents} and {@code toolLimits}. */
class ToolReaderTest {
  private static final String HEAD =
      """
      auth: none
      services:
        a: {kind: openai, endpoint: "https://a.example/v1"}
      routes:
        chat: {targets: [a/one], tools: [weather]}
      """;

  private static final String WEATHER =
      """
      tools:
        weather:
          kind: http
          description: The weather.
          url: "https://API.example/now/{city}?units={units}"
          hosts: [cdn.example]
          parameters:
            type: object
            properties:
              city: {type: string, description: "12", minLength: 1, enum: ["1", b]}
              units: {type: integer, minimum: 0, default: 1}
              minimum: {type: boolean, const: true}
              days: {type: array, contains: {const: mon}, minContains: 1}
            required: [city, units]
            additionalProperties: false
          identity: {keyFrom: "secret:weather", header: X-Key}
          callers: [team-*]
          maxBytes: 100
      """;

  @Test
  void anHttpToolIsReadWithTheSchemaThatItMeans() {
    AgentConfig config = read(HEAD + WEATHER);

    ToolSettings.Http tool = (ToolSettings.Http) config.tools().get("weather");
    assertThat(tool.parameters())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":"
                + "\"12\",\"minLength\":1,\"enum\":[\"1\",\"b\"]},\"units\":{\"type\":\"integer\","
                + "\"minimum\":0,\"default\":1},\"minimum\":{\"type\":\"boolean\",\"const\":true},"
                + "\"days\":{\"type\":\"array\",\"contains\":{\"const\":\"mon\"},\"minContains\":1}},"
                + "\"required\":[\"city\",\"units\"],\"additionalProperties\":false}");
    assertThat(tool.hosts()).isEqualTo(Set.of("api.example", "cdn.example"));
    assertThat(tool.method()).isEqualTo("GET");
    assertThat(tool.terms().idempotent()).isTrue();
    assertThat(tool.terms().mostBytes()).isEqualTo(100);
    assertThat(tool.terms().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.identities().get("weather"))
        .isEqualTo(new ToolIdentity.Key(new KeySource.Secret("weather"), "X-Key", ""));
    assertThat(config.ofRoutes()).containsEntry("chat", List.of("weather"));
    assertThat(config.limits()).isEqualTo(RunLimits.DEFAULTS);
  }

  @Test
  void theJsonFormOfTheArchivesMeansTheSame() {
    assertThat(TrefoilConfig.parse(JsonForm.of(HEAD + WEATHER), Map.of()).agents())
        .isEqualTo(TrefoilConfig.parse(HEAD + WEATHER, Map.of()).agents());
  }

  @Test
  void agentsServersAndLimitsAreRead() {
    AgentConfig config =
        read(
            HEAD
                + WEATHER
                + """
                  docs:
                    kind: mcp
                    url: https://docs.example/mcp
                    allowedTools: [find]
                    idempotentTools: [find]
                    approval: true
                    identity: {cloud: azure, resource: "api://docs"}
                toolLimits: {steps: 4, corrections: 2, seconds: 30}
                agents:
                  guide:
                    model: a/one
                    instructions: Be brief.
                    tools: [docs]
                    limits: {tokens: 100, usd: 0.5}
                """);

    ToolSettings.Mcp docs = (ToolSettings.Mcp) config.tools().get("docs");
    assertThat(docs.allowed()).contains(List.of("find"));
    assertThat(docs.terms().approval()).isTrue();
    assertThat(docs.terms().idempotent()).isFalse();
    assertThat(config.identities().get("docs")).isEqualTo(new ToolIdentity.Azure("api://docs"));
    assertThat(config.agents().get("guide"))
        .isEqualTo(
            new AgentSettings(
                "guide",
                "a/one",
                Optional.of("Be brief."),
                List.of("docs"),
                new RunLimits(
                    4,
                    32,
                    2,
                    8,
                    Duration.ofSeconds(30),
                    OptionalLong.of(100),
                    OptionalDouble.of(0.5))));
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                TrefoilConfig.parse(
                    """
                    auth: none
                    services:
                      a: {kind: openai, endpoint: "https://a.example/v1"}
                    routes:
                      chat: {targets: [a/one], tools: [nobody]}
                    tools:
                      "no name": {kind: http, description: d, url: "https://a.example/"}
                      plain: {kind: http, description: d, url: "http://a.example/"}
                      local: {kind: http, description: d, url: "http://127.0.0.1/"}
                      host: {kind: http, description: d, url: "https://{h}.example/"}
                      unsure: {kind: http, description: d, url: "https://a.example/{x}"}
                      silent: {kind: http, url: "https://a.example/", method: FETCH}
                      shape: {kind: http, description: d, url: "https://a.example/", parameters: {type: array}}
                      body: {kind: http, description: d, url: "https://a.example/", body: "{}"}
                      head: {kind: http, description: d, url: "https://a.example/", headers: {Authorization: x}}
                      who: {kind: http, description: d, url: "https://a.example/", identity: {cloud: mars}}
                      key: {kind: mcp, url: "https://a.example/", identity: {key: abc}}
                      other: {kind: grpc}
                      user: {kind: mcp, url: "https://me:pw@a.example/", colour: red}
                    agents:
                      chat: {model: a/one}
                      lost: {model: nowhere, tools: [nobody], limits: {steps: 1}}
                    """,
                    Map.of()));

    assertThat(e.mistakes())
        .satisfiesExactlyInAnyOrder(
            is("tools.no name is not a tool's name"),
            is("tools.plain.url is not a URL with https"),
            is("tools.local.url is not a URL with https"),
            is("tools.host.url has an argument in its host"),
            is("tools.unsure.url has the argument {x}"),
            is("tools.silent.method is not GET"),
            is("tools.silent.description is missing"),
            is("tools.shape.parameters.type is not object"),
            is("tools.body.body is for POST, PUT and PATCH"),
            is("tools.head.headers.Authorization is not for headers"),
            is("tools.who.identity.cloud is not aws"),
            is("tools.key.identity.keyFrom is missing"),
            is("tools.key.identity.key must not stand in the configuration"),
            is("tools.other.kind is not http or mcp"),
            is("tools.user.url is not a URL of a host, without user"),
            is("tools.user.colour is not known here"),
            is("agents.chat is the name of a route"),
            is("agents.lost.model is neither a route nor a target"),
            is("agents.lost.tools[0] names the tool nobody"),
            is("agents.lost.limits.steps is not a whole number from 2"),
            is("routes.chat.tools[0] names the tool nobody"));
  }

  private static org.assertj.core.api.ThrowingConsumer<String> is(String said) {
    return mistake -> assertThat(mistake).contains(said);
  }

  private static AgentConfig read(String text) {
    return TrefoilConfig.parse(text, Map.of()).agents().orElseThrow();
  }
}
