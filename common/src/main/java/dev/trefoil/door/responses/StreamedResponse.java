package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.Problem;
import dev.trefoil.door.responses.Piece.EventType;
import dev.trefoil.http.Headers;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Writes a response as events while it is given. A token costs no writer and no buffer of its own.
 */
final class StreamedResponse
    implements AnswerListener, OutputListener, EventStream.Form, AutoCloseable {
  private static final EventType CREATED = new EventType("response.created");
  private static final EventType IN_PROGRESS = new EventType("response.in_progress");
  private static final EventType ITEM_ADDED = new EventType("response.output_item.added");
  private static final EventType ITEM_DONE = new EventType("response.output_item.done");
  private static final EventType PART_ADDED = new EventType("response.content_part.added");
  private static final EventType PART_DONE = new EventType("response.content_part.done");
  private static final EventType SUMMARY_ADDED =
      new EventType("response.reasoning_summary_part.added");
  private static final EventType SUMMARY_DONE =
      new EventType("response.reasoning_summary_part.done");
  private static final EventType ANNOTATION =
      new EventType("response.output_text.annotation.added");
  private static final EventType ERROR = new EventType("error");

  /** Deltas are padded to a multiple of this many letters, so that their sizes tell little. */
  private static final int PADDING = 16;

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Response response;
  private final boolean encrypted;
  private final boolean obfuscate;
  private final Consumer<Response> beforeEnd;
  private final ByteArrayOutputStream event = new ByteArrayOutputStream(512);
  private final JsonGenerator json = Json.values(event);
  private long sequence;
  private EventStream events;

  /**
   * @param beforeEnd is given the complete response before its caller is told that it is complete
   */
  StreamedResponse(ResponsesCall call, long created, Consumer<Response> beforeEnd) {
    this.response = new Response(call, created, this);
    this.encrypted = call.encrypted();
    this.obfuscate = call.obfuscate();
    this.beforeEnd = beforeEnd;
  }

  /** Where it is written to. */
  void to(EventStream stream) {
    events = stream;
  }

  @Override
  public void onStart(AnswerStart start) {
    response.startedBy(start.target().model());
    events.start(start);
    begun(CREATED);
    begun(IN_PROGRESS);
  }

  private void begun(EventType type) {
    try {
      begin(type);
      json.writeFieldName("response");
      response.write(json);
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
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
  public void added(OutputItem item) {
    item(ITEM_ADDED, item);
  }

  @Override
  public void done(OutputItem item) {
    item(ITEM_DONE, item);
  }

  private void item(EventType type, OutputItem item) {
    try {
      begin(type);
      json.writeNumberField("output_index", item.index());
      json.writeFieldName("item");
      item.write(json, encrypted);
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  @Override
  public void began(OutputItem item, Piece piece, int at) {
    part(piece == Piece.SUMMARY ? SUMMARY_ADDED : PART_ADDED, item, piece, at);
  }

  private void part(EventType type, OutputItem item, Piece piece, int at) {
    try {
      begin(type, item, piece, at);
      json.writeFieldName("part");
      item.writePiece(json, piece, at);
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  @Override
  public void delta(OutputItem item, Piece piece, int at, String text) {
    try {
      begin(piece.delta(), item, piece, at);
      json.writeStringField("delta", text);
      if (piece == Piece.TEXT) {
        json.writeArrayFieldStart("logprobs");
        json.writeEndArray();
      }
      if (obfuscate) {
        json.writeStringField("obfuscation", padding(PADDING - text.length() % PADDING));
      }
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  @Override
  public void annotated(MessageItem item, int at, int annotation, String note) {
    try {
      begin(ANNOTATION, item, Piece.TEXT, at);
      json.writeNumberField("annotation_index", annotation);
      json.writeFieldName("annotation");
      json.writeRawValue(note);
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  @Override
  public void ended(OutputItem item, Piece piece, int at) {
    try {
      begin(piece.done(), item, piece, at);
      if (item instanceof CallItem call) {
        json.writeStringField("name", call.name());
      }
      json.writeStringField(piece.member(), item.text(piece, at));
      if (piece == Piece.TEXT && item instanceof MessageItem message) {
        message.writeLogprobs(json, at);
      }
      send();
    } catch (IOException e) {
      throw impossible(e);
    }
    if (!piece.index().isEmpty()) {
      part(piece == Piece.SUMMARY ? SUMMARY_DONE : PART_DONE, item, piece, at);
    }
  }

  @Override
  public void headers(String requestId, Headers headers) {
    FieldNames.rename(headers);
  }

  @Override
  public byte[] alive() {
    return EventStream.COMMENT_ALIVE;
  }

  /** The whole response once more: some clients read nothing else, and hang up after it. */
  @Override
  public byte[] end() {
    beforeEnd.accept(response);
    return last();
  }

  private byte[] last() {
    try {
      begin(new EventType("response." + response.status()));
      json.writeFieldName("response");
      response.write(json);
      return framed();
    } catch (IOException e) {
      throw impossible(e);
    }
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
      begin(ERROR);
      json.writeStringField("code", Failures.code(own));
      json.writeStringField("message", Failures.message(own));
      json.writeStringField("param", own.param().orElse(null));
      json.writeObjectFieldStart("error");
      json.writeStringField("type", own.status() < 500 ? "invalid_request_error" : "server_error");
      json.writeStringField("code", Failures.code(own));
      json.writeStringField("message", Failures.message(own));
      json.writeStringField("param", own.param().orElse(null));
      json.writeEndObject();
      both.writeBytes(framed());
    } catch (IOException e) {
      throw impossible(e);
    }
    both.writeBytes(last());
    return both.toByteArray();
  }

  private void begin(EventType type, OutputItem item, Piece piece, int at) throws IOException {
    begin(type);
    json.writeStringField("item_id", item.id());
    json.writeNumberField("output_index", item.index());
    if (!piece.index().isEmpty()) {
      json.writeNumberField(piece.index(), at);
    }
  }

  private void begin(EventType type) throws IOException {
    event.reset();
    type.writeHead(event);
    json.writeStartObject();
    json.writeStringField("type", type.name());
    json.writeNumberField("sequence_number", sequence++);
  }

  private void send() throws IOException {
    frame();
    events.event(event);
  }

  private byte[] framed() throws IOException {
    frame();
    return event.toByteArray();
  }

  private void frame() throws IOException {
    json.writeEndObject();
    json.flush();
    event.writeBytes(EventStream.END);
  }

  private static String padding(int length) {
    StringBuilder padding = new StringBuilder(length);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < length; i++) {
      padding.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return padding.toString();
  }

  /** Nothing is written to but memory. */
  private static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException(e);
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw impossible(e);
    }
  }
}
