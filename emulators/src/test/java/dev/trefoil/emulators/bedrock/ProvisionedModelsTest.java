// What the emulator does with provisioned throughput.
package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.identity.AwsKeyring;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvisionedModelsTest {

  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
  private static final String PATH = URLEncoder.encode(ARN, StandardCharsets.UTF_8);
  private static final String HELLO = "{'messages':[{'role':'user','content':[{'text':'a b c'}]}]}";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-01T12:00:00Z"));
  private final BedrockEmulator emulator =
      BedrockEmulator.start("bedrock", AwsKeyring.of("AKIATEST", "secret"), now::get);
  private final Signed signed = new Signed(emulator);

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void whatNobodyHasBoughtIsNotFound() {
    assertThat(signed.refusal(PATH, "converse", HELLO))
        .startsWith("404 ResourceNotFoundException The specified resource");
  }

  @Test
  void itThrottlesOnceItsMinuteIsUsedUp() {
    emulator.provision(ARN, "anthropic.claude-sonnet-4-6", 5);

    assertThat(signed.converse(PATH, HELLO).at("/usage/totalTokens").asInt())
        .isGreaterThanOrEqualTo(5);
    assertThat(signed.refusal(PATH, "converse", HELLO)).startsWith("429 ThrottlingException");
    assertThat(signed.refusal(PATH, "converse-stream", HELLO))
        .startsWith("429 ThrottlingException");

    now.updateAndGet(time -> time.plusSeconds(60));
    assertThat(signed.stream(PATH, HELLO)).isNotEmpty();
    assertThat(signed.refusal(PATH, "converse", HELLO)).startsWith("429 ThrottlingException");
  }

  @Test
  void itRefusesWhatTheModelBehindItRefuses() {
    emulator.provision(ARN, "anthropic.claude-opus-4-7", 1_000);

    assertThat(
            signed.refusal(
                PATH,
                "converse",
                HELLO.substring(0, HELLO.length() - 1) + ",'inferenceConfig':{'temperature':0.5}}"))
        .startsWith("400 ValidationException");
  }

  @Test
  void anotherFormIsNoArn() {
    assertThatThrownBy(() -> emulator.provision("arn:aws:bedrock:x:1:provisioned-model/a", "m", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
