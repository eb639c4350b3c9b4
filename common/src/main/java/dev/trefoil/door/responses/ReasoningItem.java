package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the model thinks: its words, a summary, its provider's mark. */
final class ReasoningItem extends OutputItem {
  private final EncryptedContent.Kind kind;
  private final List<StringBuilder> summary = new ArrayList<>(0);
  private final StringBuilder text = new StringBuilder(0);
  private Optional<Signature> signature = Optional.empty();

  ReasoningItem(String id, int index, EncryptedContent.Kind kind) {
    super(id, index);
    this.kind = kind;
  }

  void sign(Signature mark) {
    signature = Optional.of(mark);
  }

  boolean isThought() {
    return kind == EncryptedContent.Kind.THOUGHT;
  }

  boolean hasText() {
    return !text.isEmpty();
  }

  int summaries() {
    return summary.size();
  }

  void append(String delta) {
    text.append(delta);
  }

  void beginSummary() {
    summary.add(new StringBuilder());
  }

  void summarize(String delta) {
    summary.getLast().append(delta);
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "reasoning");
    json.writeArrayFieldStart("summary");
    for (int i = 0; i < summary.size(); i++) {
      writePiece(json, Piece.SUMMARY, i);
    }
    json.writeEndArray();
    if (hasText()) {
      json.writeArrayFieldStart("content");
      writePiece(json, Piece.REASONING, 0);
      json.writeEndArray();
    }
    if (encrypted && !isOpen() && (signature.isPresent() || hasText())) {
      json.writeStringField(
          "encrypted_content", new EncryptedContent(kind, signature, text.toString()).encode());
    }
    json.writeEndObject();
  }

  @Override
  String text(Piece piece, int at) {
    return piece == Piece.SUMMARY ? summary.get(at).toString() : text.toString();
  }

  @Override
  void writePiece(JsonGenerator json, Piece piece, int at) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", piece == Piece.SUMMARY ? "summary_text" : "reasoning_text");
    json.writeStringField("text", text(piece, at));
    json.writeEndObject();
  }
}
