package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What AWS's two hosts of OpenAI's API take and refuse, with requests that the AWS SDK signs. */
class AwsDialectTest {
  private static final String RUNTIME = "bedrock";
  private static final String MANTLE = "bedrock-mantle";

  private ModelEmulator runtime;
  private ModelEmulator mantle;

  @BeforeEach
  void start() {
    runtime = BedrockEmulator.start(RUNTIME, AwsKeyring.of("AKIATEST", "secret"));
    mantle = MantleEmulator.start(MANTLE, AwsKeyring.of("AKIATEST", "secret"));
  }

  @AfterEach
  void stop() {
    runtime.close();
    mantle.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bedrock | /openai/v1/responses | us.openai.gpt-6-sol",
        "bedrock | /openai/v1/responses | global.openai.gpt-5.6-luna",
        "bedrock | /openai/v1/chat/completions | in.openai.gpt-5.6-terra",
        "bedrock | /openai/v1/chat/completions | openai.gpt-oss-120b-1:0",
        "bedrock-mantle | /openai/v1/responses | openai.gpt-5.4",
        "bedrock-mantle | /openai/v1/responses | xai.grok-4.7",
        "bedrock-mantle | /openai/v1/chat/completions | openai.gpt-6-sol",
        "bedrock-mantle | /v1/chat/completions | openai.gpt-oss-120b",
        "bedrock-mantle | /v1/responses | openai.gpt-oss-120b",
        "bedrock-mantle | /v1/chat/completions | qwen.qwen3-32b"
      })
  void aModelAnswersAtItsPath(String host, String path, String model) {
    assertThat(post(host, path, body(path, model, ""), host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bedrock | /openai/v1/responses | openai.gpt-6-sol | 400 | on-demand throughput",
        "bedrock | /openai/v1/responses | us.openai.gpt-5.4 | 400 | identifier is invalid",
        "bedrock | /openai/v1/responses | openai.gpt-oss-120b-1:0 | 400 | does not support the",
        "bedrock | /openai/v1/responses | gpt-6-sol | 404 | does not exist",
        "bedrock | /openai/v1/responses"
            + " | arn:aws:bedrock:us-east-1:1:application-inference-profile/x | 400 | identifier",
        "bedrock-mantle | /v1/responses | openai.gpt-6-sol | 400 | does not support the '/v1/",
        "bedrock-mantle | /openai/v1/responses | openai.gpt-oss-120b | 400 | does not support",
        "bedrock-mantle | /v1/chat/completions | openai.gpt-oss-120b-1:0 | 400 | identifier",
        "bedrock-mantle | /openai/v1/responses | global.openai.gpt-6-sol | 404 | does not exist"
      })
  void elsewhereItDoesNot(String host, String path, String model, int status, String words) {
    RawHttp.Answer answer = post(host, path, body(path, model, ""), host);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(error(answer).path("message").asText()).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'background':true | background parameter",
        "'tools':[{'type':'web_search'}] | web_search",
        "'service_tier':'priority' | service_tier"
      })
  void theRuntimeDoesLessThanOpenAi(String setting, String words) {
    RawHttp.Answer answer =
        post(
            RUNTIME,
            "/openai/v1/responses",
            body("/responses", "us.openai.gpt-6-sol", "," + setting),
            RUNTIME);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer).path("message").asText()).contains(words);
  }

  @Test
  void aPathThatTheRuntimeDoesNotHaveIsNoErrorByItsStatus() {
    RawHttp.Answer answer =
        post(RUNTIME, "/v1/responses", body("/responses", "us.openai.gpt-6-sol", ""), RUNTIME);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("UnknownOperationException");
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock, bedrock-mantle, 403, us.openai.gpt-6-sol",
    "bedrock-mantle, sts, 401, openai.gpt-6-sol"
  })
  void aSignatureForAnotherServiceIsNone(String host, String signedFor, int status, String model) {
    RawHttp.Answer answer =
        post(host, "/openai/v1/responses", body("/responses", model, ""), signedFor);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).contains("scoped to correct service: '" + host + "'");
  }

  @Test
  void whoMayCallTheOneMayNotCallTheOther() {
    AwsKeyring ofTheRuntime =
        new AwsKeyring() {
          @Override
          public Optional<AwsCredentials> find(String accessKeyId) {
            return Optional.of(
                new AwsCredentials(
                    accessKeyId, "secret", "", Instant.MAX, "arn:aws:iam::1:user/u"));
          }

          @Override
          public boolean allows(String principal, String action) {
            return action.startsWith("bedrock:");
          }
        };
    try (ModelEmulator closed = MantleEmulator.start("closed", ofTheRuntime)) {
      RawHttp.Answer answer =
          send(closed, "/openai/v1/responses", body("/responses", "openai.gpt-6-sol", ""), MANTLE);

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("bedrock-mantle:CreateInference");
    }
  }

  private RawHttp.Answer post(String host, String path, String body, String signedFor) {
    return send(host.equals(RUNTIME) ? runtime : mantle, path, body, signedFor);
  }

  private static RawHttp.Answer send(ModelEmulator to, String path, String body, String signedFor) {
    URI endpoint = to.endpoint();
    return SignedHttp.post(
        AwsCredentialsIdentity.create("AKIATEST", "secret"),
        endpoint,
        path,
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        signedFor,
        soFar -> false);
  }

  private static String body(String path, String model, String more) {
    return path.endsWith("/responses")
        ? "{'model':'%s','input':'hi'%s}".formatted(model, more)
        : "{'model':'%s','messages':[{'role':'user','content':'hi'}]%s}".formatted(model, more);
  }

  private static JsonNode error(RawHttp.Answer answer) {
    return Json.node(answer.text()).path("error");
  }
}
