// Anthropic's errors: {"type": "error", "error": {type, message}, "request_id"}.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** Error answers, with the texts that the service itself uses. */
public final class AnthropicErrors {

  private static final AtomicLong REQUESTS = new AtomicLong();

  private AnthropicErrors() {}

  /** The next request's id. */
  static String requestId() {
    return "req_%024d".formatted(REQUESTS.incrementAndGet());
  }

  /** What the service does not take. */
  public static RefusedException invalid(String message) {
    return new RefusedException(of(400, "invalid_request_error", message));
  }

  /** What it does not have. */
  public static RefusedException notFound(String message) {
    return new RefusedException(of(404, "not_found_error", message));
  }

  /** An error of a type. */
  public static HttpError of(int status, String type, String message) {
    String id = requestId();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("type", type).put("message", message);
    body.put("request_id", id);
    return new HttpError(status, Headers.of("request-id", id), body);
  }

  /** The service is down. */
  public static HttpError overloaded() {
    return of(529, "overloaded_error", "Overloaded");
  }

  static HttpError throttled(OptionalInt retryAfterSeconds) {
    HttpError error =
        of(
            429,
            "rate_limit_error",
            "This request would exceed your organization's rate limit of 50,000 input tokens per"
                + " minute. Please reduce the prompt length or the maximum tokens requested, or try"
                + " again later.");
    retryAfterSeconds.ifPresent(
        seconds -> error.headers().add("retry-after", Integer.toString(seconds)));
    return error;
  }

  static HttpError contextTooLong() {
    return of(400, "invalid_request_error", "prompt is too long: 205000 tokens > 200000 maximum");
  }

  /** The usual error at a status, or the given body. */
  static HttpError at(int status, Optional<JsonNode> body) {
    HttpError usual =
        of(status, usualType(status), "An error of status " + status + " was asked for.");
    return new HttpError(status, usual.headers(), body.orElse(usual.body()));
  }

  private static String usualType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
