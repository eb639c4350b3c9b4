package dev.trefoil.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "400|invalid_request_error|temperature: range: 0..1|UNSUPPORTED",
        "400|invalid_request_error|messages.0: tools may not be empty|INVALID",
        "400|invalid_request_error|prompt is too long: 205000 tokens > 200000 maximum|CONTEXT_TOO_LONG",
        "400|invalid_request_error|Your credit balance is too low to access the API|QUOTA",
        "400|invalid_request_error|You have reached your specified API usage limits.|QUOTA",
        "400|invalid_request_error|Output blocked by content filtering policy|CONTENT_FILTERED",
        "401|authentication_error|invalid x-api-key|AUTH",
        "402|billing_error|m|QUOTA",
        "403|permission_error|m|AUTH",
        "404|not_found_error|model: claude-0|MODEL_UNAVAILABLE",
        "405|invalid_request_error|Method Not Allowed|INVALID",
        "408|timeout_error|m|TIMEOUT",
        "409|conflict_error|m|OVERLOADED",
        "413|request_too_large|m|CONTEXT_TOO_LONG",
        "422|invalid_request_error|m|INVALID",
        "429|rate_limit_error|prompt is too long for now|THROTTLED",
        "500|api_error|m|OVERLOADED",
        "502|api_error|m|OVERLOADED",
        "503|api_error|m|OVERLOADED",
        "504|timeout_error|m|TIMEOUT",
        "529|overloaded_error|Overloaded|OVERLOADED",
        "302|\"\"|\"\"|MODEL_UNAVAILABLE",
        "204|\"\"|\"\"|MODEL_UNAVAILABLE",
      })
  void statusesTypesAndWords(int status, String type, String message, Kind kind) {
    assertThat(AnthropicErrors.of(status, new ErrorBody(type, message), Optional.empty()).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_request_error,m,INVALID",
    "invalid_request_error,prompt is too long,CONTEXT_TOO_LONG",
    "authentication_error,m,AUTH",
    "permission_error,m,AUTH",
    "billing_error,m,QUOTA",
    "not_found_error,m,MODEL_UNAVAILABLE",
    "request_too_large,m,CONTEXT_TOO_LONG",
    "rate_limit_error,m,THROTTLED",
    "timeout_error,m,TIMEOUT",
    "api_error,m,OVERLOADED",
    "overloaded_error,m,OVERLOADED",
    "new_error,m,OVERLOADED",
  })
  void errorsWithinAStream(String type, String message, Kind kind) {
    assertThat(AnthropicErrors.inAnswer(new ErrorBody(type, message)).kind()).isEqualTo(kind);
  }

  @Test
  void keepsTheServicesWordsAndHint() {
    ProviderException failure =
        AnthropicErrors.of(
            429, new ErrorBody("rate_limit_error", "later"), Optional.of(Duration.ofSeconds(3)));

    assertThat(failure).hasMessage("later");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'error','error':{'type':'t','message':'words'},'request_id':'r'}|words",
        "{'error':{'message':null}}|HTTP 400",
        "{'error':{'message':{'a':1}}}|HTTP 400",
        "{'error':'x'}|HTTP 400",
        "{}|HTTP 400",
        "[1]|[1]",
        "upstream failed|upstream failed",
        "<html>x</html>|HTTP 400",
        "``|HTTP 400",
      })
  void findsTheWordsInAnyBody(String body, String words) {
    byte[] bytes = body.replace('\'', '"').getBytes(UTF_8);
    ErrorBody read = ErrorBody.read(bytes, bytes.length);

    assertThat(AnthropicErrors.of(400, read, Optional.empty())).hasMessage(words);
  }

  @Test
  void cutsWordsThatAreTooMany() {
    byte[] bytes = "x".repeat(5000).getBytes(UTF_8);

    assertThat(ErrorBody.read(bytes, bytes.length).message()).hasSize(1001);
  }
}
