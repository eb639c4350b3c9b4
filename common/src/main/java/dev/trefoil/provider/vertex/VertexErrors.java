package dev.trefoil.provider.vertex;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.OwnLimits;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Puts what the client throws into our terms, by gRPC's status code (google.rpc.Code). */
final class VertexErrors {
  private VertexErrors() {}

  /**
   * @param begun whether there was any text yet; a connection that ends then cuts the answer
   */
  static ProviderException of(Throwable thrown, boolean begun) {
    Optional<ProviderException> ours = Failures.in(thrown);
    if (ours.isPresent()) {
      return ours.get();
    }
    Optional<ApiException> service = Failures.cause(thrown, ApiException.class);
    if (service.isEmpty()) {
      return new ProviderException(
          begun ? Kind.TRUNCATED : Kind.UNREACHABLE,
          "Vertex AI: " + Failures.words(thrown.getMessage(), thrown.toString()),
          thrown);
    }
    ApiException e = service.get();
    if (isUnreadable(e)) {
      return new ProviderException(Kind.TRUNCATED, words(e), e);
    }
    if (isConnection(e)) {
      return new ProviderException(begun ? Kind.TRUNCATED : Kind.UNREACHABLE, words(e), e);
    }
    String words = words(e);
    Optional<Duration> hint = hint(e);
    Kind kind = kind(e.getStatusCode().getCode(), words.toLowerCase(Locale.ROOT), hint, begun);
    ProviderException failure = OwnLimits.classified(new ProviderException(kind, words, e));
    return hint.map(failure::withRetryAfter).orElse(failure);
  }

  /**
   * An error that the service gave in place of an answer.
   *
   * @param words its own
   * @param hint when to come back
   */
  static ProviderException of(StatusCode.Code code, String words, Optional<Duration> hint) {
    Kind kind = kind(code, words.toLowerCase(Locale.ROOT), hint, false);
    ProviderException failure = OwnLimits.classified(new ProviderException(kind, words));
    return hint.map(failure::withRetryAfter).orElse(failure);
  }

  private static Kind kind(
      StatusCode.Code code, String words, Optional<Duration> hint, boolean begun) {
    return switch (code) {
      // "Quota exceeded for …"; a service that says when to come back means a throttle.
      case RESOURCE_EXHAUSTED ->
          words.contains("quota") && hint.isEmpty() && !isOfAMinute(words)
              ? Kind.QUOTA
              : Kind.THROTTLED;
      case UNAVAILABLE, INTERNAL, ABORTED, UNKNOWN, DATA_LOSS, OK -> Kind.OVERLOADED;
      case CANCELLED -> begun ? Kind.TRUNCATED : Kind.OVERLOADED;
      case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Kind.AUTH;
      case NOT_FOUND, UNIMPLEMENTED, FAILED_PRECONDITION -> Kind.MODEL_UNAVAILABLE;
      case INVALID_ARGUMENT, OUT_OF_RANGE, ALREADY_EXISTS ->
          isTooLong(words) ? Kind.CONTEXT_TOO_LONG : Kind.INVALID;
    };
  }

  /**
   * A minute's quota is full again by then: {@code
   * aiplatform.googleapis.com/generate_content_requests_per_minute_per_project_per_base_model},
   * {@code online_prediction_requests_per_base_model} of Claude is by the minute too.
   */
  private static boolean isOfAMinute(String words) {
    return words.contains("per_minute")
        || words.contains("per minute")
        || words.contains("perminute")
        || words.contains("online_prediction_requests_per_base_model");
  }

  /** In Gemini's words, and in those of the embedding models. */
  private static boolean isTooLong(String words) {
    return words.contains("maximum number of tokens") || words.contains("input token count is");
  }

  /**
   * gRPC on OkHttp tells the end of its own connection by UNAVAILABLE or INTERNAL too, with what
   * was thrown or in these words (OkHttpClientTransport, KeepAliveManager). What the service sends
   * has no cause.
   */
  private static boolean isConnection(ApiException e) {
    String words = status(e);
    return Failures.cause(e, IOException.class).isPresent()
        || words.startsWith("End of stream or IOException")
        || words.startsWith("Keepalive failed");
  }

  private static boolean isUnreadable(ApiException e) {
    return Failures.cause(e, InvalidProtocolBufferException.class).isPresent();
  }

  private static Optional<Duration> hint(ApiException e) {
    RetryInfo info = e.getErrorDetails() == null ? null : e.getErrorDetails().getRetryInfo();
    return info == null || !info.hasRetryDelay()
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(
                Math.max(0, info.getRetryDelay().getSeconds()), info.getRetryDelay().getNanos()));
  }

  private static String words(ApiException e) {
    return Failures.words(status(e), "Vertex AI: " + e.getStatusCode().getCode());
  }

  private static String status(ApiException e) {
    return Failures.cause(e, StatusRuntimeException.class)
        .map(status -> status.getStatus().getDescription())
        .orElse("");
  }
}
