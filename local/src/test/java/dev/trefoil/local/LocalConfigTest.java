package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.ServiceKind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalConfigTest {
  @Test
  void theBundledConfigurationEmulatesEveryServiceAndHasNoCatchAll() {
    LocalConfig bundled = LocalConfig.of(LocalConfig.bundled(), Map.of());

    assertThat(bundled.emulated())
        .containsExactly(
            Map.entry("bedrock", ServiceKind.BEDROCK),
            Map.entry("azure", ServiceKind.AZURE_OPENAI),
            Map.entry("vertex_ai", ServiceKind.VERTEX));
    assertThat(bundled.read().routes()).noneMatch(route -> route.name().contains("*"));
  }

  @Test
  void functionsGetTheEmulatorsEndpointsAndFilledInValues() {
    LocalConfig config =
        LocalConfig.of(
            """
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
            config.forFunctions(Map.of("ours", URI.create("http://127.0.0.1:1"))), Map.of());

    assertThat(read.services())
        .containsEntry(
            "ours",
            new ServiceConfig.Bedrock(
                "eu-west-1", Optional.of(URI.create("http://127.0.0.1:1")), false));
    assertThat(read.services().get("theirs").emulate()).isFalse();
    assertThat(read.routes()).isEqualTo(config.read().routes());
    assertThat(read.maxRequestBytes()).isEqualTo(4096);
  }
}
