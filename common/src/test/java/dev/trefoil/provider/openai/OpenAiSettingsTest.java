package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSettingsTest {
  @ParameterizedTest
  @CsvSource({"https://x.openai.azure.com", "https://x.openai.azure.com/"})
  void azureIsAskedByItsV1Api(URI endpoint) {
    OpenAiSettings settings = OpenAiSettings.azure(endpoint, Duration.ofSeconds(3));

    assertThat(settings.chatCompletions())
        .isEqualTo(URI.create("https://x.openai.azure.com/openai/v1/chat/completions"));
    assertThat(settings.embeddings())
        .isEqualTo(URI.create("https://x.openai.azure.com/openai/v1/embeddings"));
    assertThat(settings.dialect()).isEqualTo(Dialect.OPENAI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.openai.com/v1", "https://eu.api.openai.com/v1/"})
  void anyOtherServiceIsAskedBelowItsBaseAddress(URI baseUrl) {
    OpenAiSettings settings =
        new OpenAiSettings(baseUrl, Dialect.COMPATIBLE, Duration.ofSeconds(3));

    assertThat(settings.chatCompletions().toString())
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
    "COMPATIBLE,openai/o4-mini,max_completion_tokens"
  })
  void theAnswersLimitIsCalledAsTheModelTakesIt(Dialect dialect, String model, String field) {
    assertThat(dialect.tokenLimit(model)).isEqualTo(field);
  }
}
