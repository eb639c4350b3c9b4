package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Writes each step of an answer's items as an event. */
final class OutputEvents implements OutputListener {
  /** Deltas are padded to a multiple of this many letters, so that their sizes tell little. */
  private static final int PADDING = 16;

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final EventWriter writer;
  private final boolean encrypted;
  private final boolean obfuscate;
  private final Consumer<ByteArrayOutputStream> out;

  /**
   * @param encrypted whether reasoning has its {@code encrypted_content}
   * @param obfuscate whether deltas are padded
   * @param out gets each event, which is good until it returns
   */
  OutputEvents(
      EventWriter writer,
      boolean encrypted,
      boolean obfuscate,
      Consumer<ByteArrayOutputStream> out) {
    this.writer = writer;
    this.encrypted = encrypted;
    this.obfuscate = obfuscate;
    this.out = out;
  }

  @Override
  public void added(OutputItem item) {
    item(EventType.ITEM_ADDED, item);
  }

  @Override
  public void done(OutputItem item) {
    item(EventType.ITEM_DONE, item);
  }

  private void item(EventType type, OutputItem item) {
    try {
      JsonGenerator json = writer.begin(type);
      json.writeNumberField("output_index", item.index());
      json.writeFieldName("item");
      item.write(json, encrypted);
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
  }

  @Override
  public void began(OutputItem item, Piece piece, int at) {
    EventType type = piece == Piece.SUMMARY ? EventType.SUMMARY_ADDED : EventType.PART_ADDED;
    part(type, item, piece, at);
  }

  private void part(EventType type, OutputItem item, Piece piece, int at) {
    try {
      JsonGenerator json = begin(type, item, piece, at);
      json.writeFieldName("part");
      item.writePiece(json, piece, at);
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
  }

  @Override
  public void delta(OutputItem item, Piece piece, int at, String text) {
    try {
      JsonGenerator json = begin(piece.delta(), item, piece, at);
      json.writeStringField("delta", text);
      if (piece == Piece.TEXT) {
        json.writeArrayFieldStart("logprobs"); // They come with the whole text.
        json.writeEndArray();
      }
      if (obfuscate) {
        json.writeStringField("obfuscation", padding(PADDING - text.length() % PADDING));
      }
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
  }

  @Override
  public void annotated(MessageItem item, int at, int annotation, String note) {
    try {
      JsonGenerator json = begin(EventType.ANNOTATION, item, Piece.TEXT, at);
      json.writeNumberField("annotation_index", annotation);
      json.writeFieldName("annotation");
      json.writeRawValue(note);
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
  }

  @Override
  public void ended(OutputItem item, Piece piece, int at) {
    try {
      JsonGenerator json = begin(piece.done(), item, piece, at);
      if (item instanceof CallItem call) {
        json.writeStringField("name", call.name());
      }
      json.writeStringField(piece.member(), item.text(piece, at));
      if (piece == Piece.TEXT && item instanceof MessageItem message) {
        message.writeLogprobs(json, at);
      }
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
    if (!piece.index().isEmpty()) {
      EventType type = piece == Piece.SUMMARY ? EventType.SUMMARY_DONE : EventType.PART_DONE;
      part(type, item, piece, at);
    }
  }

  @Override
  public void progress(OutputItem item, EventType type) {
    try {
      JsonGenerator json = writer.begin(type);
      json.writeStringField("item_id", item.id());
      json.writeNumberField("output_index", item.index());
      out.accept(writer.end());
    } catch (IOException e) {
      throw EventWriter.impossible(e);
    }
  }

  private JsonGenerator begin(EventType type, OutputItem item, Piece piece, int at)
      throws IOException {
    JsonGenerator json = writer.begin(type);
    json.writeStringField("item_id", item.id());
    json.writeNumberField("output_index", item.index());
    if (!piece.index().isEmpty()) {
      json.writeNumberField(piece.index(), at);
    }
    return json;
  }

  private static String padding(int length) {
    StringBuilder padding = new StringBuilder(length);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < length; i++) {
      padding.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return padding.toString();
  }
}
