package dev.trefoil.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;

class BedrockErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|ThrottlingException|Too many tokens, please wait before trying again.|THROTTLED",
        "429|ThrottlingException|Too many tokens per day, please wait.|QUOTA",
        "429|TooManyRequestsException|m|THROTTLED",
        "400|ServiceQuotaExceededException|m|QUOTA",
        "503|ServiceUnavailableException|m|OVERLOADED",
        "500|InternalServerException|m|OVERLOADED",
        "429|ModelNotReadyException|m|OVERLOADED",
        "424|ModelStreamErrorException|m|OVERLOADED",
        "408|ModelTimeoutException|m|TIMEOUT",
        "403|AccessDeniedException|You don't have access to the model|AUTH",
        "403|ExpiredTokenException|The security token is expired|AUTH",
        "403|UnrecognizedClientException|The security token is invalid|AUTH",
        "403|InvalidSignatureException|m|AUTH",
        "400|IncompleteSignatureException|m|AUTH",
        "404|ResourceNotFoundException|m|MODEL_UNAVAILABLE",
        "400|ValidationException|The provided model identifier is invalid.|MODEL_UNAVAILABLE",
        "400|ValidationException|Invocation of model ID x with on-demand throughput isn't supported.|MODEL_UNAVAILABLE",
        "400|ValidationException|Input is too long for requested model.|CONTEXT_TOO_LONG",
        "400|ValidationException|prompt is too long: 200082 tokens > 200000 maximum|CONTEXT_TOO_LONG",
        "400|ValidationException|Too many tokens in the prompt|CONTEXT_TOO_LONG",
        "400|ValidationException|Malformed input request|INVALID",
        "400|ValidationException|Operation not allowed|MODEL_UNAVAILABLE",
        "400|ValidationException|Your data retention mode does not permit this model|MODEL_UNAVAILABLE",
        "500|ValidationException|Input is too long for requested model.|CONTEXT_TOO_LONG",
        "500|ThrottlingException|in a stream all have status 500|THROTTLED",
        "503||no code|OVERLOADED",
        "500|SomethingNew|m|OVERLOADED",
        "429||no code|THROTTLED",
        "403||no code|AUTH",
        "404||no code|MODEL_UNAVAILABLE",
        "408||no code|TIMEOUT",
        "424||no code|OVERLOADED",
        "413|RequestEntityTooLargeException|m|INVALID",
      })
  void codesStatusesAndWords(int status, String code, String words, Kind kind) {
    Throwable thrown =
        BedrockRuntimeException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(words).build())
            .build();

    ProviderException failure = BedrockErrors.of(new CompletionException(thrown), true);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage(words);
  }

  @ParameterizedTest
  @CsvSource({"500,OVERLOADED", "503,OVERLOADED", ",OVERLOADED", "429,THROTTLED", "400,INVALID"})
  void aModelsOwnFailureIsToldByItsOwnStatus(Integer original, Kind kind) {
    Throwable thrown =
        ModelErrorException.builder()
            .originalStatusCode(original)
            .statusCode(424)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("ModelErrorException").build())
            .build();

    assertThat(BedrockErrors.of(thrown, false).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This model doesn't support the toolConfig.toolChoice.any field. Remove it and try again.|tool_choice",
        "This model doesn't support tool use in streaming mode.|tools",
        "This model doesn't support the outputConfig.textFormat field.|response_format",
        "This model doesn't support system messages.|messages",
        "This model doesn't support the image field. Remove image and try again.|messages",
      })
  void whatTheServiceSaysAModelCannotDoIsNamed(String words, String field) {
    Throwable thrown =
        BedrockRuntimeException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationException")
                    .errorMessage(words)
                    .build())
            .build();

    ProviderException failure = BedrockErrors.of(thrown, false);

    assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(failure.param()).contains(field);
  }

  @Test
  void aConnectionThatFailsBeforeTheAnswerIsUnreachableAndOneWithinItCutsIt() {
    Throwable thrown = SdkClientException.create("reset", new IOException("connection closed"));

    assertThat(BedrockErrors.of(thrown, false).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(BedrockErrors.of(thrown, true).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void credentialsThatCannotBeHadKeepTheirOwnFailure() {
    ProviderException ours = new ProviderException(Kind.AUTH, "step");

    assertThat(BedrockErrors.of(SdkClientException.create("wrapped", ours), false)).isSameAs(ours);
  }
}
