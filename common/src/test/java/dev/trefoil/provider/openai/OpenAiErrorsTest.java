package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "429|{'error':{'code':'429','message':'Please retry after 6 seconds.'}}|THROTTLED",
        "429|{'error':{'code':'rate_limit_exceeded','type':'tokens','message':'too many tokens'}}|THROTTLED",
        "429|{'error':{'code':'insufficient_quota','type':'insufficient_quota','message':'m'}}|QUOTA",
        "429|{'error':{'code':null,'type':'insufficient_quota','message':'m'}}|QUOTA",
        "402|{'error':{'message':'Payment required'}}|QUOTA",
        "400|{'error':{'code':'billing_hard_limit_reached','message':'m'}}|QUOTA",
        "500|{'error':{'message':'The server had an error'}}|OVERLOADED",
        "502|<html>Bad Gateway</html>|OVERLOADED",
        "503|``|OVERLOADED",
        "529|{'error':{'message':'overloaded'}}|OVERLOADED",
        "409|{'error':{'message':'conflict'}}|OVERLOADED",
        "408|{'error':{'code':'Timeout','message':'m'}}|TIMEOUT",
        "504|upstream request timeout|TIMEOUT",
        "401|{'statusCode':401,'message':'Access denied due to invalid subscription key'}|AUTH",
        "403|{'error':{'code':'PermissionDenied','message':'m'}}|AUTH",
        "403|{'error':{'code':'model_not_found','message':'m'}}|MODEL_UNAVAILABLE",
        "404|{'error':{'code':'DeploymentNotFound','message':'m'}}|MODEL_UNAVAILABLE",
        "404|{'error':{'code':'404','message':'Resource not found'}}|MODEL_UNAVAILABLE",
        "400|{'error':{'code':'DeploymentNotFound','message':'m'}}|MODEL_UNAVAILABLE",
        "400|{'error':{'code':'OperationNotSupported','message':'m'}}|MODEL_UNAVAILABLE",
        "307|``|MODEL_UNAVAILABLE",
        "204|``|MODEL_UNAVAILABLE",
        "400|{'error':{'code':'context_length_exceeded','param':'messages','message':'too many tokens'}}|CONTEXT_TOO_LONG",
        "400|{'object':'error','message':'This model has a maximum context length of 4096 tokens','code':400}|CONTEXT_TOO_LONG",
        "400|{'error':{'code':'content_filter','type':null,'param':'prompt','status':400,'message':'m'}}|CONTENT_FILTERED",
        "400|{'error':{'code':null,'message':'m','innererror':{'code':'ResponsibleAIPolicyViolation'}}}|CONTENT_FILTERED",
        "400|{'error':{'type':'invalid_request_error','param':'stop','code':null,'message':'m'}}|UNSUPPORTED",
        "400|{'error':{'type':'invalid_request_error','param':'messages[0].content','code':null,'message':'Unsupported type'}}|UNSUPPORTED",
        "400|{'error':{'type':'invalid_request_error','param':'messages[0].content','code':null,'message':'Invalid type'}}|INVALID",
        "422|{'detail':'field required'}|UNSUPPORTED",
        "422|{'detail':'This model has a maximum context length of 9 tokens'}|CONTEXT_TOO_LONG",
        "405|{'detail':'Method Not Allowed'}|MODEL_UNAVAILABLE",
        "451|``|MODEL_UNAVAILABLE",
        "423|``|OVERLOADED",
        "424|{'error':'Request failed during generation','error_type':'generation'}|OVERLOADED",
        "425|``|OVERLOADED",
        "499|``|OVERLOADED",
        "413|{'error':{'code':'rate_limit_exceeded','type':'tokens','message':'m'}}|THROTTLED",
        "400|[{'error':{'code':'model_not_found','message':'m'}}]|MODEL_UNAVAILABLE",
        "400|{'error':'request (9 tokens) exceeds the available context size (8 tokens)'}|CONTEXT_TOO_LONG",
        "400|{'error':'tokens to keep from the initial prompt is greater than the context length'}|CONTEXT_TOO_LONG",
        "413|``|INVALID",
      })
  void statusesAndCodes(int status, String body, Kind kind) {
    assertThat(OpenAiErrors.of(status, body(body), Optional.empty()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The input (9 tokens) is longer than the model's context length (8 tokens).",
        "Input validation error: `inputs` must have less than 1024 tokens. Given: 2000",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048.",
      })
  void wordsOfServersThatGiveNoCodeForAConversationThatIsTooLong(String words) {
    assertThat(OpenAiErrors.of(400, new ErrorBody(words, "", "", "", ""), Optional.empty()).kind())
        .isEqualTo(Kind.CONTEXT_TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"code\":429,\"message\":\"m\"}}|THROTTLED",
        "{\"error\":{\"code\":\"503\",\"message\":\"m\"}}|OVERLOADED",
        "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}|THROTTLED",
        "{\"error\":{\"type\":\"server_error\",\"code\":null,\"message\":\"m\"}}|OVERLOADED",
        "{\"error\":{\"type\":\"insufficient_quota\",\"message\":\"m\"}}|QUOTA",
        "{\"error\":{\"code\":\"content_filter\",\"message\":\"m\"}}|CONTENT_FILTERED",
        "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"m\"}}|CONTEXT_TOO_LONG",
        "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"m\"}}|INVALID",
        "{\"error\":{\"code\":\"timeout\",\"message\":\"m\"}}|TIMEOUT",
        "{\"error\":\"boom\"}|OVERLOADED",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"NotFoundError\",\"code\":404}|MODEL_UNAVAILABLE",
        "[{\"error\":{\"code\":429,\"message\":\"m\"}}]|THROTTLED",
      })
  void errorsUnderStatus200(String body, Kind kind) {
    assertThat(OpenAiErrors.inAnswer(body(body)).kind()).isEqualTo(kind);
  }

  @Test
  void keepsTheServicesWordsParamAndHint() {
    ProviderException failure =
        OpenAiErrors.of(
            400,
            body("{'error':{'message':'Unsupported value','param':'temperature','code':'c'}}"),
            Optional.of(Duration.ofSeconds(3)));

    assertThat(failure).hasMessage("Unsupported value");
    assertThat(failure.param()).contains("temperature");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':'plain'}|plain",
        "{'message':'top'}|top",
        "{'detail':'detail'}|detail",
        "{'error':{'message':null}}|HTTP 400",
        "{'error':{}}|HTTP 400",
        "{'error':{'message':{'a':1}}}|HTTP 400",
        "[1]|[1]",
        "upstream failed|upstream failed",
        "<html>x</html>|HTTP 400",
        "``|HTTP 400",
      })
  void findsTheWordsInAnyShape(String body, String words) {
    assertThat(OpenAiErrors.of(400, body(body), Optional.empty())).hasMessage(words);
  }

  private static ErrorBody body(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    return ErrorBody.read(bytes, bytes.length);
  }
}
