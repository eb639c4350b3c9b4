package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESOURCE_EXHAUSTED|Resource exhausted. Please try again later.|THROTTLED",
        "RESOURCE_EXHAUSTED|Quota exceeded for generate_content_requests|QUOTA",
        "RESOURCE_EXHAUSTED|Quota exceeded for x/online_prediction_requests_per_base_model|THROTTLED",
        "RESOURCE_EXHAUSTED|Quota exceeded for x/generate_content_requests_per_minute|THROTTLED",
        "UNAVAILABLE|The service is currently unavailable.|OVERLOADED",
        "INTERNAL|Internal error encountered.|OVERLOADED",
        "UNKNOWN|m|OVERLOADED",
        "ABORTED|m|OVERLOADED",
        "DEADLINE_EXCEEDED|m|TIMEOUT",
        "UNAUTHENTICATED|m|AUTH",
        "PERMISSION_DENIED|m|AUTH",
        "NOT_FOUND|Publisher Model x was not found|MODEL_UNAVAILABLE",
        "UNIMPLEMENTED|m|MODEL_UNAVAILABLE",
        "FAILED_PRECONDITION|m|MODEL_UNAVAILABLE",
        "INVALID_ARGUMENT|The input token count (9) exceeds the maximum number of tokens allowed (8).|CONTEXT_TOO_LONG",
        "INVALID_ARGUMENT|Unable to submit request because the input token count is 9 but the model supports up to 8.|CONTEXT_TOO_LONG",
        "INVALID_ARGUMENT|Unable to submit request|INVALID",
        "INVALID_ARGUMENT|Penalty is not enabled for models/gemini-2.5-flash-lite|UNSUPPORTED",
        "OUT_OF_RANGE|m|INVALID",
      })
  void codesAndWords(Status.Code code, String words, Kind kind) {
    ProviderException failure =
        VertexErrors.of(thrown(code.toStatus().withDescription(words)), true);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage(words);
  }

  @Test
  void aHintIsKeptAndMakesAQuotaAThrottle() {
    Status status = Status.RESOURCE_EXHAUSTED.withDescription("Quota exceeded");
    ErrorDetails details =
        ErrorDetails.builder()
            .setRawErrorMessages(
                List.of(
                    Any.pack(
                        RetryInfo.newBuilder()
                            .setRetryDelay(
                                com.google.protobuf.Duration.newBuilder()
                                    .setSeconds(1)
                                    .setNanos(500_000_000))
                            .build())))
            .build();

    ProviderException failure =
        VertexErrors.of(
            ApiExceptionFactory.createException(
                status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false, details),
            false);

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(1500));
  }

  @Test
  void aConnectionThatFailsBeforeTheAnswerIsUnreachableAndOneWithinItCutsIt() {
    Throwable refused = thrown(Status.UNAVAILABLE.withCause(new IOException("refused")));
    Throwable closed = thrown(Status.UNAVAILABLE.withDescription("End of stream or IOException"));

    assertThat(VertexErrors.of(refused, false).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(VertexErrors.of(closed, false).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(VertexErrors.of(closed, true).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void aMessageThatCannotBeReadCutsTheAnswer() {
    Throwable broken =
        thrown(Status.CANCELLED.withCause(new InvalidProtocolBufferException("broken")));

    assertThat(VertexErrors.of(broken, false).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void credentialsThatCannotBeHadKeepTheirOwnFailure() {
    ProviderException ours = new ProviderException(Kind.AUTH, "step");
    Throwable wrapped = thrown(Status.UNAVAILABLE.withCause(new IOException("wrapped", ours)));

    assertThat(VertexErrors.of(wrapped, false)).isSameAs(ours);
  }

  private static Throwable thrown(Status status) {
    return ApiExceptionFactory.createException(
        status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false);
  }
}
