package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/**
 * Writes an answer as events while it is given. A token costs no writer and no buffer of its own.
 */
final class StreamedAnswer implements AnswerListener, BlockWriter, AutoCloseable {
  private static final byte[] START = head("message_start");
  private static final byte[] BLOCK_START = head("content_block_start");
  private static final byte[] BLOCK_DELTA = head("content_block_delta");
  private static final byte[] BLOCK_STOP = head("content_block_stop");
  private static final byte[] DELTA = head("message_delta");

  private final String requestId;
  private final ToLongFunction<Target> promptTokens;
  private final EventStream events;
  private final ByteArrayOutputStream event = new ByteArrayOutputStream(512);
  private final JsonGenerator json = Json.values(event);
  private final AnswerBlocks blocks = new AnswerBlocks(this);

  /**
   * @param promptTokens about how many tokens the prompt has for a target: some clients look at no
   *     later count
   */
  StreamedAnswer(String requestId, ToLongFunction<Target> promptTokens, EventStream events) {
    this.requestId = requestId;
    this.promptTokens = promptTokens;
    this.events = events;
  }

  @Override
  public void onStart(AnswerStart start) {
    events.start(start);
    send(
        START,
        () -> {
          json.writeStringField("type", "message_start");
          json.writeObjectFieldStart("message");
          MessageHead.of(requestId, start.target().model()).write(json);
          json.writeArrayFieldStart("content");
          json.writeEndArray();
          json.writeNullField("stop_reason");
          json.writeNullField("stop_sequence");
          UsageRenderer.write(json, promptTokens.applyAsLong(start.target()));
          json.writeEndObject();
        });
  }

  @Override
  public void onEvent(ChatEvent given) {
    if (given instanceof Finished end) {
      finish(end);
    } else {
      blocks.take(given);
    }
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
  public void beginText(int index) {
    start(
        index,
        () -> {
          json.writeStringField("type", "text");
          json.writeStringField("text", "");
        });
  }

  @Override
  public void beginThinking(int index) {
    start(
        index,
        () -> {
          json.writeStringField("type", "thinking");
          json.writeStringField("thinking", "");
          json.writeStringField("signature", "");
        });
  }

  @Override
  public void beginCall(int index, String id, String name) {
    start(
        index,
        () -> {
          json.writeStringField("type", "tool_use");
          json.writeStringField("id", id);
          json.writeStringField("name", name);
          json.writeObjectFieldStart("input");
          json.writeEndObject();
        });
  }

  @Override
  public void redacted(int index, String data) {
    start(
        index,
        () -> {
          json.writeStringField("type", "redacted_thinking");
          json.writeStringField("data", data);
        });
  }

  @Override
  public void own(int index, String block) {
    send(
        BLOCK_START,
        () -> {
          json.writeStringField("type", "content_block_start");
          json.writeNumberField("index", index);
          json.writeFieldName("content_block");
          json.writeRawValue(block);
        });
  }

  private void start(int index, Writing members) {
    send(
        BLOCK_START,
        () -> {
          json.writeStringField("type", "content_block_start");
          json.writeNumberField("index", index);
          json.writeObjectFieldStart("content_block");
          members.run();
          json.writeEndObject();
        });
  }

  @Override
  public void more(int index, Kind kind, String text) {
    delta(index, kind.type, kind.member, text, false);
  }

  @Override
  public void signature(int index, String value) {
    delta(index, "signature_delta", "signature", value, false);
  }

  /** One place an event. */
  @Override
  public void citations(int index, String list) {
    try {
      if (Json.readAny(list) instanceof JrsArray places) {
        for (JrsValue place : RequestFields.items(places)) {
          delta(index, "citations_delta", "citation", Json.write(place), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delta(int index, String type, String member, String value, boolean raw) {
    event.reset();
    event.writeBytes(BLOCK_DELTA);
    try {
      json.writeStartObject();
      json.writeStringField("type", "content_block_delta");
      json.writeNumberField("index", index);
      json.writeObjectFieldStart("delta");
      json.writeStringField("type", type);
      json.writeFieldName(member);
      if (raw) {
        json.writeRawValue(value);
      } else {
        json.writeString(value);
      }
      json.writeEndObject();
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    event.writeBytes(EventStream.END);
    events.event(event);
  }

  @Override
  public void end(int index) {
    send(
        BLOCK_STOP,
        () -> {
          json.writeStringField("type", "content_block_stop");
          json.writeNumberField("index", index);
        });
  }

  private void finish(Finished end) {
    send(
        DELTA,
        () -> {
          json.writeStringField("type", "message_delta");
          json.writeObjectFieldStart("delta");
          blocks.stop().write(json);
          json.writeEndObject();
          UsageRenderer.write(json, end.usage(), end.serviceTier());
        });
  }

  /** Writes to memory. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void send(byte[] head, Writing members) {
    event.reset();
    event.writeBytes(head);
    try {
      json.writeStartObject();
      members.run();
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    event.writeBytes(EventStream.END);
    events.event(event);
  }

  /** Clients of Anthropic's read no event without the line that names it. */
  private static byte[] head(String type) {
    return ("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
  }
}
