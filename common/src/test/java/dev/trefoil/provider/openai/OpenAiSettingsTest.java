package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSettingsTest {
  @ParameterizedTest
  @CsvSource({"https://x.openai.azure.com", "https://x.openai.azure.com/"})
  void azureIsAskedByItsV1Api(URI endpoint) {
    OpenAiSettings settings = OpenAiSettings.azure(endpoint, Duration.ofSeconds(3));

    assertThat(settings.chatCompletions("m"))
        .isEqualTo(URI.create("https://x.openai.azure.com/openai/v1/chat/completions"));
    assertThat(settings.embeddings())
        .isEqualTo(URI.create("https://x.openai.azure.com/openai/v1/embeddings"));
    assertThat(settings.dialect()).isEqualTo(Dialect.OPENAI);
  }

  @Test
  void bedrocksRuntimeIsTheRegionsUnlessAnotherIsNamed() {
    assertThat(bedrock(Optional.empty()).responses("m"))
        .isEqualTo(
            URI.create("https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1/responses"));
    assertThat(bedrock(Optional.of(URI.create("https://vpce.example/"))).chatCompletions("m"))
        .isEqualTo(URI.create("https://vpce.example/openai/v1/chat/completions"));
  }

  @ParameterizedTest
  @CsvSource({
    "openai.gpt-6-sol, /openai/v1, max_completion_tokens",
    "openai.gpt-5.4, /openai/v1, max_completion_tokens",
    "xai.grok-4.7, /openai/v1, max_tokens",
    "google.gemma-4-31b, /openai/v1, max_tokens",
    "openai.gpt-oss-120b, /v1, max_tokens",
    "qwen.qwen3-32b, /v1, max_tokens"
  })
  void mantleHasAPathForEachFamily(String model, String path, String tokenLimit) {
    OpenAiSettings mantle =
        OpenAiSettings.mantle(
            "us-west-2", Optional.empty(), Optional.empty(), Duration.ofSeconds(3));

    assertThat(mantle.chatCompletions(model))
        .isEqualTo(
            URI.create("https://bedrock-mantle.us-west-2.api.aws" + path + "/chat/completions"));
    assertThat(mantle.dialect().of(model).tokenLimit(model)).isEqualTo(tokenLimit);
  }

  private static OpenAiSettings bedrock(Optional<URI> endpoint) {
    return OpenAiSettings.bedrock("eu-west-1", endpoint, Optional.empty(), Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.openai.com/v1", "https://eu.api.openai.com/v1/"})
  void anyOtherServiceIsAskedBelowItsBaseAddress(URI baseUrl) {
    OpenAiSettings settings =
        new OpenAiSettings(baseUrl, Dialect.COMPATIBLE, Duration.ofSeconds(3));

    assertThat(settings.chatCompletions("m").toString())
        .isEqualTo(baseUrl.toString().replaceFirst("/$", "") + "/chat/completions");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,gpt-4o,max_completion_tokens",
    "OPENAI,my-deployment,max_completion_tokens",
    "COMPATIBLE,llama3.3,max_tokens",
    "COMPATIBLE,gpt-4o,max_tokens",
    "COMPATIBLE,gpt-oss-120b,max_tokens",
    "COMPATIBLE,olmo-2,max_tokens",
    "COMPATIBLE,gpt-5-mini,max_completion_tokens",
    "COMPATIBLE,o3,max_completion_tokens",
    "COMPATIBLE,openai/o4-mini,max_completion_tokens",
    "BEDROCK,us.openai.gpt-6-sol,max_completion_tokens",
    "BEDROCK,openai.gpt-oss-120b-1:0,max_tokens"
  })
  void theAnswersLimitIsCalledAsTheModelTakesIt(Dialect dialect, String model, String field) {
    assertThat(dialect.of(model).tokenLimit(model)).isEqualTo(field);
  }
}
