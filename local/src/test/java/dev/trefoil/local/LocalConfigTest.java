package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.KeySource;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.provider.openai.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LocalConfigTest {
  private static final Duration CONNECT = ServiceConfig.CONNECT_TIMEOUT;

  @Test
  void theBundledConfigurationEmulatesEveryServiceAndHasNoCatchAll() {
    LocalConfig bundled = LocalConfig.of(LocalConfig.bundled(), Map.of());

    assertThat(bundled.emulated())
        .containsExactly(
            Map.entry("bedrock", ServiceKind.BEDROCK),
            Map.entry("azure", ServiceKind.AZURE_OPENAI),
            Map.entry("foundry", ServiceKind.FOUNDRY),
            Map.entry("vertex_ai", ServiceKind.VERTEX),
            Map.entry("openai", ServiceKind.OPENAI),
            Map.entry("anthropic", ServiceKind.ANTHROPIC));
    assertThat(bundled.read().routes()).noneMatch(route -> route.name().contains("*"));
    assertThat(bundled.read().routes().getFirst().name()).isEqualTo("chat");
    assertThat(bundled.keys()).isEmpty();
  }

  @Test
  void functionsGetTheEmulatorsEndpointsAndFilledInValues() {
    LocalConfig config =
        LocalConfig.of(
            """
            auth: none
            services:
              ours:   {kind: bedrock, region: "${PLACE}-1", emulate: true}
              theirs: {kind: azure-openai, endpoint: "https://${NAME:-some}.example"}
            routes:
              "1.10": {targets: [ours/model:0, theirs/gpt]}
            maxRequestBytes: 4096
            """,
            Map.of("PLACE", "eu-west"));

    TrefoilConfig read =
        TrefoilConfig.parse(
            config.forFunctions(
                Map.of("ours", URI.create("http://127.0.0.1:1")), Map.of(), Map.of(), Map.of()),
            Map.of());

    assertThat(read.services())
        .containsEntry(
            "ours",
            new ServiceConfig.Bedrock(
                "eu-west-1",
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.empty(),
                false,
                CONNECT));
    assertThat(read.services().get("theirs").emulate()).isFalse();
    assertThat(read.routes()).isEqualTo(config.read().routes());
    assertThat(read.http().maxRequestBytes()).isEqualTo(4096);
  }

  @Test
  void itsConsoleIsOnUnlessTheFileSaysOtherwise() {
    String bundled = LocalConfig.bundled();

    assertThat(LocalConfig.of(bundled, Map.of()).read().console()).isFalse();
    assertThat(LocalConfig.of(bundled, Map.of()).watched().read().console()).isTrue();
    assertThat(LocalConfig.of(bundled + "console: false\n", Map.of()).watched().read().console())
        .isFalse();
  }

  @Test
  void functionsFindTheKeysOfEmulatedServicesInVariablesOfTheirOwn() {
    LocalConfig config =
        LocalConfig.of(
            """
            auth: none
            services:
              my-ai: {kind: openai, emulate: true}
              my_ai: {kind: anthropic, keyFrom: "env:MY_KEY", emulate: true}
            routes:
              chat: {targets: [my-ai/gpt, my_ai/claude]}
            """,
            Map.of("MY_KEY", "mine"));
    EmulatedKeys keys = EmulatedKeys.of(new TreeMap<>(Map.of("my-ai", "one", "my_ai", "two")));
    URI endpoint = URI.create("http://127.0.0.1:1");

    TrefoilConfig read =
        TrefoilConfig.parse(
            config.forFunctions(
                Map.of("my-ai", endpoint, "my_ai", endpoint), keys.variables(), Map.of(), Map.of()),
            Map.of());

    assertThat(read.services())
        .containsEntry(
            "my-ai",
            new ServiceConfig.OpenAi(
                Optional.of(endpoint),
                Dialect.COMPATIBLE,
                Optional.empty(),
                Optional.of(new KeySource.Variable("TREFOIL_EMULATED_KEY_MY_AI")),
                false,
                CONNECT))
        .containsEntry(
            "my_ai",
            new ServiceConfig.Anthropic(
                Optional.of(endpoint),
                Optional.of(new KeySource.Variable("TREFOIL_EMULATED_KEY_MY_AI_")),
                false,
                CONNECT));
    assertThat(keys.environment())
        .containsOnly(
            Map.entry("TREFOIL_EMULATED_KEY_MY_AI", "one"),
            Map.entry("TREFOIL_EMULATED_KEY_MY_AI_", "two"));
    assertThat(config.keys()).as("a real key is not for an emulator").isEmpty();
  }

  @Test
  void ofAPersonsEnvironmentFunctionsGetTheKeysThatTheConfigurationNamesAndNoOthers() {
    LocalConfig config =
        LocalConfig.of(
            """
            auth: none
            services:
              theirs: {kind: openai, endpoint: "https://ai.example/v1", keyFrom: "env:THEIR_KEY"}
              others: {kind: anthropic, keyFrom: "env:NOT_SET"}
            routes:
              chat: {targets: [theirs/gpt]}
            """,
            Map.of("THEIR_KEY", "secret", "AWS_SECRET_ACCESS_KEY", "another"));

    assertThat(config.keys()).containsOnly(Map.entry("THEIR_KEY", "secret"));
  }
}
