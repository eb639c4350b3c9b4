package dev.trefoil.fuzz;

import dev.trefoil.chat.Deadline;
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
    return send(core, Sent.chat(body));
  }

  static RecordedResponse send(HttpHandler core, Sent sent) {
    RecordedResponse response = new RecordedResponse();
    try {
      core.handle(
          new HttpCall(
              sent.method(),
              sent.path(),
              sent.headers(),
              new ByteArrayInputStream(sent.body()),
              Deadline.after(PATIENCE)),
          response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }
}
