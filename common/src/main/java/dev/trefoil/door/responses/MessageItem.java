package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the model says, in texts and refusals. */
final class MessageItem extends OutputItem {
  private final Optional<String> phase;
  private final List<Content> contents = new ArrayList<>(1);

  MessageItem(String id, int index, Optional<String> phase) {
    super(id, index);
    this.phase = phase;
  }

  Optional<String> phase() {
    return phase;
  }

  /** One text or refusal. */
  private record Content(
      Piece piece, StringBuilder text, List<String> logprobs, List<String> annotations) {}

  /** Begins a piece, and says which it is. */
  int begin(Piece piece) {
    contents.add(new Content(piece, new StringBuilder(), new ArrayList<>(0), new ArrayList<>(0)));
    return contents.size() - 1;
  }

  void append(String delta) {
    contents.getLast().text().append(delta);
  }

  boolean hasRefusal() {
    return contents.stream().anyMatch(content -> content.piece() == Piece.REFUSAL);
  }

  /** The kind of the piece under way; empty before the first. */
  Optional<Piece> current() {
    return contents.isEmpty() ? Optional.empty() : Optional.of(contents.getLast().piece());
  }

  int last() {
    return contents.size() - 1;
  }

  /**
   * Adds log probabilities of what was said last.
   *
   * @param json as chat completions have them
   */
  void logprobs(String json) throws IOException {
    if (!contents.isEmpty()) {
      each(Json.readAny(json).path("content"), contents.getLast().logprobs());
    }
  }

  /**
   * Adds notes on what was said last.
   *
   * @return them, each as JSON
   */
  List<String> annotate(String json) throws IOException {
    List<String> fresh = new ArrayList<>(1);
    if (!contents.isEmpty()) {
      each(Json.readAny(json), fresh);
      contents.getLast().annotations().addAll(fresh);
    }
    return fresh;
  }

  int annotations() {
    return contents.getLast().annotations().size();
  }

  private static void each(JrsValue list, List<String> to) {
    if (list instanceof JrsArray array) {
      array.elements().forEachRemaining(item -> to.add(Json.write(item)));
    }
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "message");
    json.writeStringField("status", status());
    json.writeStringField("role", "assistant");
    if (phase.isPresent()) {
      json.writeStringField("phase", phase.get());
    }
    json.writeArrayFieldStart("content");
    for (Content content : contents) {
      write(json, content);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Content content) throws IOException {
    json.writeStartObject();
    if (content.piece() == Piece.REFUSAL) {
      json.writeStringField("type", "refusal");
      json.writeStringField("refusal", content.text().toString());
    } else {
      json.writeStringField("type", "output_text");
      json.writeStringField("text", content.text().toString());
      raw(json, "annotations", content.annotations());
      raw(json, "logprobs", content.logprobs());
    }
    json.writeEndObject();
  }

  private static void raw(JsonGenerator json, String member, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (String value : values) {
      json.writeRawValue(value);
    }
    json.writeEndArray();
  }

  @Override
  String text(Piece piece, int at) {
    return contents.get(at).text().toString();
  }

  @Override
  void writePiece(JsonGenerator json, Piece piece, int at) throws IOException {
    write(json, contents.get(at));
  }

  /** Writes the member of the event that ends a text. */
  void writeLogprobs(JsonGenerator json, int at) throws IOException {
    raw(json, "logprobs", contents.get(at).logprobs());
  }
}
