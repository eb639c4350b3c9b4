package dev.trefoil.auth;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Calls of which only the head may be read. */
final class Calls {
  private Calls() {}

  static HttpCall with(String name, String value) {
    return with(new Headers().set(name, value));
  }

  static HttpCall with(Headers headers) {
    InputStream unread =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("nobody knows yet whether this may be read");
          }
        };
    return new HttpCall(
        "POST", "/v1/chat/completions", headers, unread, Deadline.after(Duration.ofMinutes(1)));
  }
}
