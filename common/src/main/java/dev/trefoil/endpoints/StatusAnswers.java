package dev.trefoil.endpoints;

import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What is answered to those who only ask whether somebody is there: load balancers, browsers. */
final class StatusAnswers {
  private static final byte[] ALIVE = ascii("{\"status\":\"ok\"}");
  private static final byte[] ROOT = ascii("{\"status\":\"ok\",\"base_url\":\"/v1\"}");

  private StatusAnswers() {}

  static void health(Request request, ResponseSink sink) throws IOException {
    send(ALIVE, request, sink);
  }

  /** At the root, and where an OpenAI client's base URL ends. */
  static void root(Request request, ResponseSink sink) throws IOException {
    send(ROOT, request, sink);
  }

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

  private static void send(byte[] json, Request request, ResponseSink sink) throws IOException {
    Headers headers =
        new Headers()
            .set("content-type", "application/json")
            .set("cache-control", "no-store")
            .set("x-request-id", request.id());
    try (OutputStream out = sink.start(200, headers)) {
      out.write(json);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
