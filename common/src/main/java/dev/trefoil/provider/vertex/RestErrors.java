package dev.trefoil.provider.vertex;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.google.api.gax.rpc.StatusCode;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.RetryInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Google's errors in their JSON form: {@code {"error": {"code", "message", "status", "details"}}},
 * in our terms. Source: "Errors", Google's API design guide.
 */
final class RestErrors {
  private RestErrors() {}

  /**
   * @param retryAfter what the response's own header says
   */
  static ProviderException of(int status, byte[] body, Optional<Duration> retryAfter) {
    Optional<JrsObject> error = error(body, body.length);
    String words =
        Failures.words(
            error.flatMap(e -> Json.text(e, "message")).orElse(""), "Vertex AI: HTTP " + status);
    return VertexErrors.of(
        code(status, error), words, error.flatMap(RetryInfo::delay).or(() -> retryAfter));
  }

  /** An error in the place of a response; empty where it is none. */
  static Optional<ProviderException> inAnswer(byte[] json, int length) {
    return error(json, length)
        .map(
            error ->
                VertexErrors.of(
                    code(500, Optional.of(error)),
                    Failures.words(
                        Json.text(error, "message").orElse(""), "Vertex AI broke its answer off"),
                    RetryInfo.delay(error)));
  }

  /** Streams that fail before they begin come as a list of one error. */
  private static Optional<JrsObject> error(byte[] json, int length) {
    try {
      return Json.at(Json.readFirst(Arrays.copyOf(json, length)), "error")
          .filter(JrsObject.class::isInstance)
          .map(JrsObject.class::cast);
    } catch (IOException e) {
      // A proxy's page, or nothing: the status says enough.
      return Optional.empty();
    }
  }

  private static StatusCode.Code code(int status, Optional<JrsObject> error) {
    return error
        .flatMap(e -> Json.text(e, "status"))
        .flatMap(
            name ->
                Arrays.stream(StatusCode.Code.values())
                    .filter(code -> code.name().equals(name))
                    .findFirst())
        .orElseGet(() -> code(status));
  }

  /** Google's own pairs (google/rpc/code.proto), and what stands before the service. */
  private static StatusCode.Code code(int status) {
    return switch (status) {
      case 401 -> StatusCode.Code.UNAUTHENTICATED;
      case 403 -> StatusCode.Code.PERMISSION_DENIED;
      case 404 -> StatusCode.Code.NOT_FOUND;
      case 408, 504 -> StatusCode.Code.DEADLINE_EXCEEDED;
      case 409 -> StatusCode.Code.ABORTED;
      case 429 -> StatusCode.Code.RESOURCE_EXHAUSTED;
      case 499 -> StatusCode.Code.CANCELLED;
      case 501 -> StatusCode.Code.UNIMPLEMENTED;
      default ->
          status >= 400 && status < 500
              ? StatusCode.Code.INVALID_ARGUMENT
              : StatusCode.Code.UNAVAILABLE;
    };
  }
}
