package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.azuresearch.AzureSearchEmulator;
import dev.trefoil.emulators.bedrock.ApplyGuardrailEmulator;
import dev.trefoil.emulators.cloud.EmulatedIdentities;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.guardrails.ContentSafetyEmulator;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.guardrails.ModelArmorEmulator;
import dev.trefoil.emulators.net.LoopbackTls;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every cloud's guardrail service from every cloud, without a stored secret: nine pairs; and with
 * Azure's also its search.
 */
class GuardrailPairsTest {
  private final LoopbackTls tls = LoopbackTls.create();
  private final EmulatedIdentities identities = EmulatedIdentities.start(tls, Clock.systemUTC());

  @AfterEach
  void stop() {
    identities.close();
    tls.close();
  }

  @ParameterizedTest
  @EnumSource(HostCloud.class)
  void aCloudAsksAllThreeServices(HostCloud host) throws Exception {
    try (GuardrailServer bedrock = ApplyGuardrailEmulator.start(identities.bedrockKeys());
        GuardrailServer azure = ContentSafetyEmulator.start(identities.azureOpenAiTokens());
        GuardrailServer google = ModelArmorEmulator.start(identities.vertexTokens());
        AzureSearchEmulator search = AzureSearchEmulator.start(identities.azureSearchTokens())) {
      Map<String, String> endpoints =
          Map.of(
              "GUARDRAIL_BEDROCK", bedrock.url(),
              "GUARDRAIL_AZURE", azure.url(),
              "GUARDRAIL_GOOGLE", google.url(),
              "AZURE_SEARCH", search.url());

      assertThat(HostProcess.run(GuardrailProbe.class, host, identities, tls, Map.of(), endpoints))
          .containsExactly(
              "bedrock BLOCKED [bedrock;side=input;outcome=block;found=\"hate\"]",
              "content-safety BLOCKED [content-safety;side=input;outcome=block;found=\"hate\"]",
              "model-armor BLOCKED [model-armor;side=input;outcome=block;found=\"hate_speech\"]",
              "azure-search file-a-0");
      assertThat(bedrock.calls()).isEqualTo(1);
      assertThat(azure.calls()).isEqualTo(2);
      assertThat(google.calls()).isEqualTo(1);
    }
  }
}
