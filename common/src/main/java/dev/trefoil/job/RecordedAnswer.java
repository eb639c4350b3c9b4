package dev.trefoil.job;

import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps an answer in memory until it is whole, so that nothing but whole answers is stored. */
final class RecordedAnswer implements ResponseSink {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;
  private Headers headers = new Headers();

  @Override
  public OutputStream start(int statusCode, Headers answerHeaders) {
    status = statusCode;
    headers = answerHeaders;
    return body;
  }

  byte[] body() {
    return body.toByteArray();
  }

  /** The answer with its body where {@code content} says. */
  Answer with(Content content) {
    return new Answer(status, told(), content);
  }

  /** By which Anthropic's clients know a request; each that is told the answer has its own. */
  static final String REQUEST_ID = "request-id";

  /** What is told again with the answer. */
  private Map<String, String> told() {
    Map<String, String> told = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.equals("content-type")
              || lower.equals(REQUEST_ID)
              || lower.startsWith("x-trefoil-")) {
            told.put(lower, value);
          }
        });
    return told;
  }

  /** Sends it on. */
  void send(ResponseSink sink) throws IOException {
    try (OutputStream out = sink.start(status, headers)) {
      body.writeTo(out);
    }
  }
}
