package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Writes errors as OpenAI does, with the attempts that were made. */
public final class ErrorRenderer {
  private ErrorRenderer() {}

  /** Answers a call with an error. */
  public static void send(Problem error, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    Headers headers = ResponseHeaders.of(requestId, "application/json", error.trail());
    error
        .retryAfter()
        .ifPresent(hint -> headers.set("retry-after", Long.toString(wholeSeconds(hint))));
    if (!error.trail().attempts().isEmpty()) {
      // OpenAI's SDKs retry 429 and 5xx unless told not to; what could be tried has been tried.
      headers.set("x-should-retry", "false");
    }
    extra.forEach(headers::set);
    try (OutputStream body = sink.start(error.status(), headers)) {
      body.write(json(error));
    }
  }

  static byte[] json(Problem error) {
    return RequestJson.write(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeStringField("message", error.getMessage());
          json.writeStringField("type", error.type());
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
