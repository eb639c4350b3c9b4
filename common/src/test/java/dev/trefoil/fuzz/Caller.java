package dev.trefoil.fuzz;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Calls the core as a platform does. */
final class Caller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Caller() {}

  static RecordedResponse chat(HttpHandler core, byte[] body) {
    RecordedResponse response = new RecordedResponse();
    try {
      core.handle(
          new HttpCall(
              "POST",
              "/v1/chat/completions",
              new Headers(),
              new ByteArrayInputStream(body),
              Deadline.after(PATIENCE)),
          response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }
}
