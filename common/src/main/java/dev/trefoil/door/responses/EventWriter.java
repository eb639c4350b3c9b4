package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.door.EventStream;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the events of one stream, counted. One buffer and one writer serve for all of them. */
final class EventWriter implements AutoCloseable {
  private final ByteArrayOutputStream event = new ByteArrayOutputStream(512);
  private final JsonGenerator json = Json.values(event);
  private long sequence;

  /** Begins an event, whose other members are then written. */
  JsonGenerator begin(EventType type) throws IOException {
    event.reset();
    type.writeHead(event);
    json.writeStartObject();
    json.writeStringField("type", type.name());
    json.writeNumberField("sequence_number", sequence++);
    return json;
  }

  /** Ends it. What is given is good until the next one begins. */
  ByteArrayOutputStream end() throws IOException {
    json.writeEndObject();
    json.flush();
    event.writeBytes(EventStream.END);
    return event;
  }

  /** One event about the whole response. */
  ByteArrayOutputStream response(EventType type, Response response) {
    try {
      begin(type).writeFieldName("response");
      response.write(json);
      return end();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  /** Nothing is written to but memory. */
  static UncheckedIOException impossible(IOException e) {
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
