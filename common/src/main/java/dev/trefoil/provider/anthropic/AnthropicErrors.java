package dev.trefoil.provider.anthropic;

import dev.trefoil.provider.Failures;
import dev.trefoil.provider.OwnLimits;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts the service's failures into our terms: by HTTP status first, then by type, then by words.
 *
 * <p>Statuses and types from "Errors" in Anthropic's documentation. It has one type for all that it
 * refuses, so that a conversation that is too long, an empty purse and a filtered answer are told
 * by their words alone.
 */
final class AnthropicErrors {
  private AnthropicErrors() {}

  /** A status other than 200. */
  static ProviderException of(int status, ErrorBody body, Optional<Duration> retryAfter) {
    ProviderException failure =
        OwnLimits.classified(
            new ProviderException(
                kind(status, body), Failures.words(body.message(), "HTTP " + status)));
    return body.retryAfter().or(() -> retryAfter).map(failure::withRetryAfter).orElse(failure);
  }

  /** An error in place of an answer or of the rest of one, under status 200. */
  static ProviderException inAnswer(ErrorBody body) {
    Kind kind =
        switch (body.type()) {
          case "invalid_request_error" -> refused(body);
          case "authentication_error", "permission_error" -> Kind.AUTH;
          case "billing_error" -> Kind.QUOTA;
          case "not_found_error" -> Kind.MODEL_UNAVAILABLE;
          case "request_too_large" -> Kind.CONTEXT_TOO_LONG;
          case "rate_limit_error" -> Kind.THROTTLED;
          case "timeout_error" -> Kind.TIMEOUT;
          default -> Kind.OVERLOADED;
        };
    return OwnLimits.classified(
        new ProviderException(
            kind,
            Failures.words(
                body.message(), "an error without an explanation in the answer's place")));
  }

  private static Kind kind(int status, ErrorBody body) {
    return switch (status) {
      case 401, 403 -> Kind.AUTH;
      case 402 -> Kind.QUOTA;
      case 404 -> Kind.MODEL_UNAVAILABLE;
      case 408, 504 -> Kind.TIMEOUT;
      case 409 -> Kind.OVERLOADED;
      case 413 -> Kind.CONTEXT_TOO_LONG;
      case 429 -> Kind.THROTTLED;
      default -> {
        if (status >= 500) {
          yield Kind.OVERLOADED;
        }
        // A redirect or any other answer that this API never gives: not the one we were told of.
        yield status < 400 ? Kind.MODEL_UNAVAILABLE : refused(body);
      }
    };
  }

  /** 400 and the rest of the 4xx. */
  private static Kind refused(ErrorBody body) {
    String words = body.message().toLowerCase(Locale.ROOT);
    if (words.contains("prompt is too long")
        || words.contains("exceed context limit")
        || words.contains("input is too long")) { // Bedrock's own words.
      return Kind.CONTEXT_TOO_LONG;
    }
    if (body.type().equals("billing_error")
        || words.contains("credit balance is too low")
        || words.contains("api usage limits")) {
      return Kind.QUOTA;
    }
    if (words.contains("model identifier is invalid")) { // Bedrock's own words.
      return Kind.MODEL_UNAVAILABLE;
    }
    return words.contains("content filtering policy") ? Kind.CONTENT_FILTERED : Kind.INVALID;
  }
}
