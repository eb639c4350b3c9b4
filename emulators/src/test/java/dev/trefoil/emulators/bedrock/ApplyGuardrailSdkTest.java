// AWS's own SDK against the emulated guardrail.
package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAssessment;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentFilterType;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentSource;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailPiiEntityType;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailSensitiveInformationPolicyAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailWordPolicyAction;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** The emulator speaks as AWS's SDK reads: answers, and refusals by their exceptions. */
class ApplyGuardrailSdkTest {
  private final GuardrailServer server =
      ApplyGuardrailEmulator.start(AwsKeyring.of("AKIDEXAMPLE", "right"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsFoundIsReadByTheSdk() {
    ApplyGuardrailResponse answer =
        apply("right", ApplyGuardrailEmulator.ID, "hateful Halcyon to jane@example.com, darn");

    assertThat(answer.action()).isEqualTo(GuardrailAction.GUARDRAIL_INTERVENED);
    assertThat(answer.outputs()).hasSize(1);
    assertThat(answer.usage().contentPolicyUnits()).isEqualTo(1);
    GuardrailAssessment found = answer.assessments().getFirst();
    assertThat(found.contentPolicy().filters().getFirst().type())
        .isEqualTo(GuardrailContentFilterType.HATE);
    assertThat(found.wordPolicy().customWords().getFirst().match()).isEqualTo("Halcyon");
    assertThat(found.wordPolicy().managedWordLists().getFirst().action())
        .isEqualTo(GuardrailWordPolicyAction.NONE);
    assertThat(found.sensitiveInformationPolicy().piiEntities())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.type()).isEqualTo(GuardrailPiiEntityType.EMAIL);
              assertThat(one.match()).isEqualTo("jane@example.com");
              assertThat(one.action())
                  .isEqualTo(GuardrailSensitiveInformationPolicyAction.ANONYMIZED);
            });
  }

  @Test
  void whatIsWellIsLeft() {
    ApplyGuardrailResponse answer = apply("right", ApplyGuardrailEmulator.ID, "all is well");

    assertThat(answer.action()).isEqualTo(GuardrailAction.NONE);
    assertThat(answer.outputs()).isEmpty();
  }

  @Test
  void refusalsAreTheServicesOwn() {
    assertThatThrownBy(() -> apply("right", "other", "hi"))
        .hasCauseInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> apply("wrong", ApplyGuardrailEmulator.ID, "hi"))
        .cause()
        .isInstanceOfSatisfying(
            BedrockRuntimeException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
    assertThatThrownBy(() -> apply("right", ApplyGuardrailEmulator.ID, "x".repeat(25_001)))
        .hasCauseInstanceOf(ThrottlingException.class);
    try (BedrockRuntimeAsyncClient client = client(server, "right")) {
      assertThatThrownBy(
              () ->
                  client
                      .applyGuardrail(
                          request ->
                              request
                                  .guardrailIdentifier(ApplyGuardrailEmulator.ID)
                                  .guardrailVersion(ApplyGuardrailEmulator.VERSION)
                                  .source("SIDEWAYS")
                                  .content(List.of(content("hi"))))
                      .join())
          .hasCauseInstanceOf(ValidationException.class);
    }
  }

  @Test
  void imagesAreLookedAtToo() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    byte[] hateful = Arrays.copyOf(png, png.length + 7);
    System.arraycopy("hateful".getBytes(StandardCharsets.US_ASCII), 0, hateful, png.length, 7);

    assertThat(image("png", png).action()).isEqualTo(GuardrailAction.NONE);
    assertThat(image("png", hateful).assessments().getFirst().contentPolicy().filters())
        .singleElement()
        .satisfies(one -> assertThat(one.type()).isEqualTo(GuardrailContentFilterType.HATE));
    assertThatThrownBy(() -> image("jpeg", png)).hasCauseInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> image("gif", png)).hasCauseInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> image("png", Arrays.copyOf(png, (4 << 20) + 1)))
        .hasCauseInstanceOf(ValidationException.class);
  }

  private ApplyGuardrailResponse image(String format, byte[] bytes) {
    try (BedrockRuntimeAsyncClient client = client(server, "right")) {
      return client
          .applyGuardrail(
              request ->
                  request
                      .guardrailIdentifier(ApplyGuardrailEmulator.ID)
                      .guardrailVersion(ApplyGuardrailEmulator.VERSION)
                      .source(GuardrailContentSource.INPUT)
                      .content(
                          GuardrailContentBlock.fromImage(
                              image ->
                                  image
                                      .format(format)
                                      .source(
                                          source -> source.bytes(SdkBytes.fromByteArray(bytes))))))
          .join();
    }
  }

  @Test
  void whoMayNotApplyItIsDenied() {
    AwsKeyring known = AwsKeyring.of("AKIDEXAMPLE", "right");
    AwsKeyring without =
        new AwsKeyring() {
          @Override
          public Optional<AwsCredentials> find(String id) {
            return known.find(id);
          }

          @Override
          public boolean allows(String principal, String action) {
            return !action.equals("bedrock:ApplyGuardrail");
          }
        };
    try (GuardrailServer denying = ApplyGuardrailEmulator.start(without)) {
      assertThatThrownBy(() -> apply(denying, "right", ApplyGuardrailEmulator.ID, "hi"))
          .hasCauseInstanceOf(AccessDeniedException.class);
    }
  }

  private ApplyGuardrailResponse apply(String secret, String guardrail, String text) {
    return apply(server, secret, guardrail, text);
  }

  private static ApplyGuardrailResponse apply(
      GuardrailServer server, String secret, String guardrail, String text) {
    try (BedrockRuntimeAsyncClient client = client(server, secret)) {
      return client
          .applyGuardrail(
              request ->
                  request
                      .guardrailIdentifier(guardrail)
                      .guardrailVersion(ApplyGuardrailEmulator.VERSION)
                      .source(GuardrailContentSource.INPUT)
                      .content(List.of(content(text))))
          .join();
    }
  }

  private static GuardrailContentBlock content(String text) {
    return GuardrailContentBlock.fromText(block -> block.text(text));
  }

  private static BedrockRuntimeAsyncClient client(GuardrailServer server, String secret) {
    return BedrockRuntimeAsyncClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(server.url()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", secret)))
        .httpClient(AwsCrtAsyncHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
