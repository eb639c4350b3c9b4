package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A search of files: {@code file_search_call}. */
final class FileSearchItem extends MadeCall {
  private static final List<String> MEMBERS =
      List.of("vector_store_id", "file_id", "filename", "score", "attributes", "text");

  private final boolean results;
  private Optional<ToolOutcome> outcome = Optional.empty();

  /**
   * @param call the id that the model gave it
   * @param results whether it tells what was found
   */
  FileSearchItem(String id, int index, String call, boolean results) {
    super(id, index, call);
    this.results = results;
  }

  @Override
  void added(OutputListener listener) {
    listener.added(this);
    listener.progress(this, EventType.SEARCH_IN_PROGRESS);
  }

  /** Nobody is told before it is whole: there is no event of more of it. */
  @Override
  void append(String delta, OutputListener listener) {
    grow(delta);
  }

  @Override
  void ended(boolean whole, OutputListener listener) {
    if (whole) {
      listener.progress(this, EventType.SEARCHING);
    } else {
      abandon(listener);
    }
  }

  @Override
  void finish(ToolOutcome how, OutputListener listener) {
    outcome = Optional.of(how);
    end(true);
    if (!how.failed()) {
      listener.progress(this, EventType.SEARCH_COMPLETED);
    }
    listener.done(this);
  }

  @Override
  void write(JsonGenerator json, boolean encrypted) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id());
    json.writeStringField("type", "file_search_call");
    json.writeStringField(
        "status", outcome.filter(ToolOutcome::failed).isPresent() ? "failed" : status());
    json.writeArrayFieldStart("queries");
    for (String query : FileSearchTool.queries(arguments())) {
      json.writeString(query);
    }
    json.writeEndArray();
    json.writeFieldName("results");
    if (results && outcome.filter(how -> !how.failed()).isPresent()) {
      json.writeStartArray();
      for (JrsObject passage : FileSearchTool.passages(outcome.get())) {
        json.writeStartObject();
        for (String member : MEMBERS) {
          json.writeFieldName(member);
          Json.write(json, passage.get(member));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  @Override
  String text(Piece piece, int at) {
    return arguments();
  }
}
