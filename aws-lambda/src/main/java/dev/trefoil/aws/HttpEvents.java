package dev.trefoil.aws;

import dev.trefoil.aws.runtimeapi.Answer;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Hands the calls that events tell of to the core, and the core's answers to the doors. The events
 * are read here, also where aws-serverless-java-container stands before the core: what that one
 * reads of them is slower to start, and has faults.
 */
final class HttpEvents {
  private static final Duration REHEARSAL = Duration.ofSeconds(5);

  /**
   * No door waits for longer unless it was made to: an event that is older was not made by a call
   * that is under way, but recorded, or the clocks do not agree.
   */
  private static final Duration MOST_BEFORE_US = Duration.ofSeconds(30);

  private final HttpHandler handler;
  private final InstantSource clock;

  HttpEvents(HttpHandler handler, InstantSource clock) {
    this.handler = handler;
    this.clock = clock;
  }

  /**
   * Reads one event and writes the response that its sender wants.
   *
   * @param deadline when the answer is of no use any more
   * @throws IOException when it is not an HTTP event
   */
  void handle(InputStream event, OutputStream response, Deadline deadline) throws IOException {
    handle(HttpEvent.of(Json.read(event.readAllBytes())), response, deadline);
  }

  /**
   * The same where answers can be streamed, to those doors that hand them on as they come.
   *
   * @throws IOException when it is not an HTTP event, or nobody takes the answer any more
   */
  void handle(byte[] event, StreamedDoors streamed, Answer answer, Deadline deadline)
      throws IOException {
    HttpEvent read = HttpEvent.of(Json.read(event));
    if (streamed.contains(read.door())) {
      FrontDoor door = read.door().streamingFrontDoor(waited(read));
      handler.handle(
          call(read, door, deadline),
          (status, headers) ->
              answer.stream(new AnswerHead(status, headers).prelude(read.version())));
    } else {
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      handle(read, response, deadline);
      answer.whole(response.toByteArray());
    }
  }

  private void handle(HttpEvent event, OutputStream response, Deadline deadline)
      throws IOException {
    HttpAnswer answer = new HttpAnswer();
    FrontDoor door = event.door().frontDoor(HttpAnswer.form(event.version()), waited(event));
    handler.handle(call(event, door, deadline), answer);
    answer.write(event.version(), response);
  }

  private static HttpCall call(HttpEvent event, FrontDoor door, Deadline deadline) {
    return new HttpCall(
        event.method(),
        event.path(),
        event.query(),
        event.headers(),
        new ByteArrayInputStream(event.body()),
        deadline,
        event.principal(),
        door);
  }

  /** How long the door had waited until now, above all for a process that had to start. */
  private Duration waited(HttpEvent event) {
    return event
        .received()
        .map(at -> Duration.between(at, clock.instant()))
        .filter(time -> !time.isNegative() && time.compareTo(MOST_BEFORE_US) < 0)
        .orElse(Duration.ZERO);
  }

  /** Has {@code handler} answer a chat call that an HTTP API would send with this body. */
  static void rehearse(HttpHandler handler, byte[] body) throws IOException {
    String event =
        Json.object(
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
    new HttpEvents(handler, InstantSource.system())
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
