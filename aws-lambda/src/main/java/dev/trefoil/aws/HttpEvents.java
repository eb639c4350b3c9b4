package dev.trefoil.aws;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.job.StoreJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Hands the calls that events tell of to the core, and the core's answers to the doors. The events
 * are read here, and not by aws-serverless-java-container: docs/performance.md says what that one
 * costs a cold start.
 */
final class HttpEvents {
  private static final Duration REHEARSAL = Duration.ofSeconds(5);

  private final HttpHandler handler;

  HttpEvents(HttpHandler handler) {
    this.handler = handler;
  }

  /**
   * Reads one event and writes the response that its sender wants.
   *
   * @param deadline when the answer is of no use any more
   * @throws IOException when it is not an HTTP event
   */
  void handle(InputStream event, OutputStream response, Deadline deadline) throws IOException {
    HttpEvent read = HttpEvent.of(StoreJson.read(event.readAllBytes()));
    HttpAnswer answer = new HttpAnswer();
    handler.handle(
        new HttpCall(
            read.method(),
            read.path(),
            read.headers(),
            new ByteArrayInputStream(read.body()),
            deadline,
            read.principal(),
            read.door().frontDoor(HttpAnswer.form(read.version()))),
        answer);
    answer.write(read.version(), response);
  }

  /** Has {@code handler} answer a chat call that an HTTP API would send with this body. */
  static void rehearse(HttpHandler handler, byte[] body) throws IOException {
    String event =
        StoreJson.object(
            json -> {
              json.writeStringField("version", "2.0");
              json.writeStringField("rawPath", "/v1/chat/completions");
              json.writeObjectFieldStart("headers");
              json.writeStringField("content-type", "application/json");
              json.writeEndObject();
              json.writeObjectFieldStart("requestContext");
              json.writeStringField("stage", "$default");
              json.writeObjectFieldStart("http");
              json.writeStringField("method", "POST");
              json.writeEndObject();
              json.writeEndObject();
              json.writeStringField("body", new String(body, StandardCharsets.UTF_8));
              json.writeBooleanField("isBase64Encoded", false);
            });
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new HttpEvents(handler)
        .handle(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            answer,
            Deadline.after(REHEARSAL));
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.startsWith("{\"statusCode\":200,")) {
      throw new IOException("a rehearsed call was answered with " + text);
    }
  }
}
