package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Sends a response as events while it is given. */
final class StreamedResponse implements AnswerListener, EventStream.Form, AutoCloseable {
  private final EventWriter writer = new EventWriter();
  private final Response response;
  private final Consumer<Response> beforeEnd;
  private final List<String> dropped;
  private EventStream events;

  /**
   * @param beforeEnd is given the complete response before its caller is told that it is complete
   */
  StreamedResponse(ResponsesCall call, long created, Consumer<Response> beforeEnd) {
    this.response =
        new Response(
            call,
            created,
            new OutputEvents(
                writer, call.encrypted(), call.obfuscate(), event -> events.event(event)));
    this.beforeEnd = beforeEnd;
    this.dropped = call.dropped();
  }

  /** What is sent. */
  Response response() {
    return response;
  }

  /** Where it is written to. */
  void to(EventStream stream) {
    events = stream;
  }

  @Override
  public void onStart(AnswerStart start) {
    response.startedBy(start.target().model());
    events.start(start);
    events.event(writer.response(EventType.CREATED, response));
    events.event(writer.response(EventType.IN_PROGRESS, response));
  }

  @Override
  public void onEvent(ChatEvent told) {
    response.on(told);
  }

  @Override
  public void onContinuation() {
    events.probe();
  }

  @Override
  public void onBurst(boolean goesOn) {
    events.burst(goesOn);
  }

  @Override
  public void headers(String requestId, Headers headers) {
    FieldNames.rename(headers, dropped);
  }

  @Override
  public byte[] alive() {
    return EventStream.COMMENT_ALIVE;
  }

  /** The whole response once more: some clients read nothing else, and hang up after it. */
  @Override
  public byte[] end() {
    beforeEnd.accept(response);
    return last().toByteArray();
  }

  private ByteArrayOutputStream last() {
    return writer.response(new EventType("response." + response.status()), response);
  }

  /**
   * An event for those who look for an error, in both forms that they look for, then one for those
   * who look at the response.
   */
  @Override
  public byte[] error(Problem problem) {
    Problem own = Failures.of(problem);
    response.fail(own);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    try {
      JsonGenerator json = writer.begin(EventType.ERROR);
      members(json, own);
      json.writeObjectFieldStart("error");
      json.writeStringField("type", own.status() < 500 ? "invalid_request_error" : "server_error");
      members(json, own);
      json.writeEndObject();
      both.writeBytes(writer.end().toByteArray());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
    both.writeBytes(last().toByteArray());
    return both.toByteArray();
  }

  private static void members(JsonGenerator json, Problem own) throws IOException {
    json.writeStringField("code", Failures.code(own));
    json.writeStringField("message", Failures.message(own));
    json.writeStringField("param", own.param().orElse(null));
  }

  @Override
  public void close() {
    writer.close();
  }
}
