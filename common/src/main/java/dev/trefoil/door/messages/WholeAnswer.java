package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.door.CostReport;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.provider.CallArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes an answer as one message. */
final class WholeAnswer implements AnswerListener, BlockWriter {
  private final String requestId;
  private final ByteArrayBuilder body = new ByteArrayBuilder();
  private final JsonGenerator json = Json.values(body);
  private final AnswerBlocks blocks = new AnswerBlocks(this);

  /** What the open block says so far. */
  private final StringBuilder said = new StringBuilder();

  private final StringBuilder citations = new StringBuilder(0);
  private Close close = Close.TEXT;
  private String signature = "";
  private AnswerStart start;
  private Finished finished;

  /** How the open block ends. */
  private enum Close {
    TEXT,
    THINKING,
    INPUT,
    WHOLE
  }

  WholeAnswer(String requestId) {
    this.requestId = requestId;
  }

  @Override
  public void onStart(AnswerStart beginning) {
    start = beginning;
    write(
        () -> {
          json.writeStartObject();
          MessageHead.of(requestId, start.target().model()).write(json);
          json.writeArrayFieldStart("content");
        });
  }

  @Override
  public void onEvent(ChatEvent event) {
    if (event instanceof Finished end) {
      finished = end;
    } else {
      blocks.take(event);
    }
  }

  @Override
  public void beginText(int index) {
    begin("text", Close.TEXT);
  }

  @Override
  public void beginThinking(int index) {
    begin("thinking", Close.THINKING);
  }

  @Override
  public void beginCall(int index, String id, String name) {
    begin("tool_use", Close.INPUT);
    write(
        () -> {
          json.writeStringField("id", id);
          json.writeStringField("name", name);
        });
  }

  @Override
  public void redacted(int index, String data) {
    begin("redacted_thinking", Close.WHOLE);
    write(
        () -> {
          json.writeStringField("data", data);
          json.writeEndObject();
        });
  }

  @Override
  public void own(int index, String block) {
    close = Close.WHOLE;
    write(() -> json.writeRawValue(block));
  }

  private void begin(String type, Close how) {
    close = how;
    said.setLength(0);
    citations.setLength(0);
    signature = "";
    write(
        () -> {
          json.writeStartObject();
          json.writeStringField("type", type);
        });
  }

  @Override
  public void more(int index, Kind kind, String text) {
    said.append(text);
  }

  @Override
  public void signature(int index, String value) {
    signature = value;
  }

  @Override
  public void citations(int index, String list) {
    citations.append(citations.isEmpty() ? "" : ",").append(list, 1, list.lastIndexOf(']'));
  }

  @Override
  public void end(int index) {
    switch (close) {
      case TEXT ->
          write(
              () -> {
                json.writeStringField("text", said.toString());
                if (!citations.isEmpty()) {
                  json.writeFieldName("citations");
                  json.writeRawValue("[" + citations + "]");
                }
                json.writeEndObject();
              });
      case THINKING ->
          write(
              () -> {
                json.writeStringField("thinking", said.toString());
                json.writeStringField("signature", signature);
                json.writeEndObject();
              });
      case INPUT ->
          write(
              () -> {
                json.writeFieldName("input");
                // Cut or no JSON at all, as some models write it, it is the text of one member.
                json.writeRawValue(said.isEmpty() ? "{}" : CallArguments.object(said.toString()));
                json.writeEndObject();
              });
      case WHOLE -> {}
    }
  }

  /** Sends it. */
  void send(Answered answered, List<String> dropped, ResponseSink sink) throws IOException {
    json.writeEndArray();
    blocks.stop().write(json);
    UsageRenderer.write(json, finished.usage(), finished.serviceTier());
    json.writeEndObject();
    json.close(); // So that its buffers serve the next.
    AnswerStart whole = start.withTrail(answered.trail());
    Headers headers = ResponseHeaders.of(requestId, "application/json", whole, dropped);
    headers.set(MessageStream.REQUEST_ID, requestId);
    CostReport.add(headers, answered);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(body.toByteArray());
    }
  }

  /** Writes to memory. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
  }
}
