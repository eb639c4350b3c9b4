package dev.trefoil.endpoints;

import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;

/** Answers that are the same whatever is called: to OPTIONS and to HEAD. */
final class StatusAnswers {
  private StatusAnswers() {}

  /** What a path takes, which no credential is asked for. */
  static void options(String allowed, String requestId, ResponseSink sink) throws IOException {
    Headers headers = new Headers().set("allow", allowed).set("x-request-id", requestId);
    try (OutputStream out = sink.start(204, headers)) {
      out.flush();
    }
  }

  /** For a HEAD request: the headers of the answer to a GET. */
  static ResponseSink head(ResponseSink sink) {
    return (status, headers) -> {
      OutputStream nothing = sink.start(status, headers);
      nothing.flush();
      return OutputStream.nullOutputStream();
    };
  }
}
