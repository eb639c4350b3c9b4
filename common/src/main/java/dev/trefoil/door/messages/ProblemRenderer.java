package dev.trefoil.door.messages;

import dev.trefoil.door.AllowanceHeaders;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** Writes problems as Anthropic writes errors. */
final class ProblemRenderer {
  private static final int OVERLOADED = 529;
  private static final Duration SOON = Duration.ofSeconds(1);

  private ProblemRenderer() {}

  /** Answers a call with an error. */
  static void send(Problem error, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    Headers headers = ResponseHeaders.of(requestId, "application/json", error.trail());
    headers.set(MessageStream.REQUEST_ID, requestId);
    error
        .retryAfter()
        .or(() -> Optional.of(SOON).filter(soon -> error.status() == 429))
        .ifPresent(hint -> headers.set("retry-after", Long.toString(wholeSeconds(hint))));
    if (error.allowance().isPresent()) {
      AllowanceHeaders.add(headers, error.allowance().get());
    }
    if (!error.trail().attempts().isEmpty() || error.isOutOfQuota()) {
      // Anthropic's SDKs retry 429 and 5xx unless told not to; what could be tried has been tried.
      headers.set("x-should-retry", "false");
    }
    extra.forEach(headers::set);
    try (OutputStream body = sink.start(status(error), headers)) {
      body.write(json(error, requestId));
    }
  }

  static byte[] json(Problem error, String requestId) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "error");
          json.writeObjectFieldStart("error");
          json.writeStringField("type", type(status(error)));
          json.writeStringField("message", ProblemText.of(error));
          if (error.code().equals(Optional.of(MessagesParser.NO_THREADS))) {
            // By this Anthropic's SDKs know that they have to send whole conversations.
            json.writeObjectFieldStart("details");
            json.writeStringField("error_code", MessagesParser.NO_THREADS);
            json.writeArrayFieldStart("unsupported");
            json.writeString("thread");
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndObject();
          json.writeStringField("request_id", requestId);
          json.writeEndObject();
        });
  }

  /** Anthropic's own for a service that has no room. */
  private static int status(Problem error) {
    return error.status() == 503 ? OVERLOADED : error.status();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
      // What this deployment does not have (501) is not to be asked for again.
      default -> status < 500 || status == 501 ? "invalid_request_error" : "api_error";
    };
  }

  private static long wholeSeconds(Duration hint) {
    return hint.plusNanos(999_999_999).toSeconds();
  }
}
