package dev.trefoil.door;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Writes problems as OpenAI writes errors, with the attempts that were made. */
public final class OpenAiProblems {
  private OpenAiProblems() {}

  /** Answers a call with an error. */
  public static void send(Problem error, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    Headers headers = ResponseHeaders.of(requestId, "application/json", error.trail());
    error
        .retryAfter()
        .ifPresent(hint -> headers.set("retry-after", Long.toString(wholeSeconds(hint))));
    if (error.allowance().isPresent()) {
      AllowanceHeaders.add(headers, error.allowance().get());
    }
    if (!error.trail().attempts().isEmpty() || error.isOutOfQuota()) {
      // OpenAI's SDKs retry 429 and 5xx unless told not to; what could be tried has been tried.
      headers.set("x-should-retry", "false");
    }
    extra.forEach(headers::set);
    try (OutputStream body = sink.start(error.status(), headers)) {
      body.write(json(error));
    }
  }

  /** The body of such an answer. */
  public static byte[] json(Problem error) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeStringField("message", error.getMessage());
          json.writeStringField("type", type(error));
          json.writeStringField("param", error.param().orElse(null));
          json.writeStringField("code", error.code().orElse(null));
          if (!error.trail().attempts().isEmpty()) {
            json.writeArrayFieldStart("attempts");
            for (Attempt attempt : error.trail().attempts()) {
              attempt(json, attempt);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** OpenAI's word for who is to blame. */
  private static String type(Problem error) {
    int status = error.status();
    if (status == 429) {
      return error.isOutOfQuota() ? Problem.QUOTA : "rate_limit_error";
    }
    // What this deployment does not have (501) is not to be asked for again.
    return status < 500 || status == 501 ? "invalid_request_error" : "api_error";
  }

  private static void attempt(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeStringField("target", attempt.target().toString());
    json.writeStringField("outcome", attempt.outcome());
    json.writeNumberField("ms", attempt.took().toMillis());
    if (attempt.failure().isPresent()) {
      json.writeStringField("message", attempt.failure().get().getMessage());
    }
    json.writeEndObject();
  }

  private static long wholeSeconds(Duration hint) {
    return hint.plusNanos(999_999_999).toSeconds();
  }
}
