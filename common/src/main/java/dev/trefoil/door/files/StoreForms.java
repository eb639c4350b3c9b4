package dev.trefoil.door.files;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.vectorstore.AttachedFile;
import dev.trefoil.vectorstore.AttachedFile.State;
import dev.trefoil.vectorstore.Attributes;
import dev.trefoil.vectorstore.FileBatches.Batch;
import dev.trefoil.vectorstore.Found;
import dev.trefoil.vectorstore.VectorStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes vector stores and their files as OpenAI does. */
final class StoreForms {
  private StoreForms() {}

  /**
   * Writes the members of a store.
   *
   * @param files all that it has
   */
  static void store(JsonGenerator json, VectorStore store, List<AttachedFile> files)
      throws IOException {
    json.writeStringField("id", store.id());
    json.writeStringField("object", "vector_store");
    json.writeNumberField("created_at", store.created().getEpochSecond());
    json.writeStringField("name", store.label());
    if (!store.description().isEmpty()) {
      json.writeStringField("description", store.description());
    }
    json.writeNumberField("usage_bytes", files.stream().mapToLong(AttachedFile::bytes).sum());
    counts(json, files);
    json.writeStringField(
        "status", count(files, State.IN_PROGRESS) > 0 ? "in_progress" : "completed");
    json.writeFieldName("expires_after");
    if (store.days().isPresent()) {
      json.writeStartObject();
      json.writeStringField("anchor", "last_active_at");
      json.writeNumberField("days", store.days().getAsInt());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    Optional<Instant> expires = store.expires();
    if (expires.isPresent()) {
      json.writeNumberField("expires_at", expires.get().getEpochSecond());
    } else {
      json.writeNullField("expires_at");
    }
    json.writeNumberField("last_active_at", store.active().getEpochSecond());
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> one : store.metadata().entrySet()) {
      json.writeStringField(one.getKey(), one.getValue());
    }
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, List<AttachedFile> files) throws IOException {
    json.writeObjectFieldStart("file_counts");
    for (State state : List.of(State.IN_PROGRESS, State.COMPLETED, State.FAILED, State.CANCELLED)) {
      json.writeNumberField(word(state), count(files, state));
    }
    json.writeNumberField("total", files.size());
    json.writeEndObject();
  }

  private static long count(List<AttachedFile> files, State state) {
    return files.stream().filter(file -> file.state() == state).count();
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Writes a file of a store. */
  static void file(JsonGenerator json, String store, AttachedFile file) throws IOException {
    json.writeStringField("id", file.id());
    json.writeStringField("object", "vector_store.file");
    json.writeNumberField("usage_bytes", file.bytes());
    json.writeNumberField("created_at", file.created().getEpochSecond());
    json.writeStringField("vector_store_id", store);
    json.writeStringField("status", word(file.state()));
    json.writeFieldName("last_error");
    if (file.failure().isPresent()) {
      json.writeStartObject();
      json.writeStringField("code", file.failure().get().code());
      json.writeStringField("message", file.failure().get().message());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    chunking(json, file.chunking());
    json.writeFieldName("attributes");
    Attributes.write(json, file.attributes());
  }

  private static void chunking(JsonGenerator json, Chunking chunking) throws IOException {
    json.writeObjectFieldStart("chunking_strategy");
    json.writeStringField("type", "static");
    json.writeObjectFieldStart("static");
    json.writeNumberField("max_chunk_size_tokens", chunking.maxTokens());
    json.writeNumberField("chunk_overlap_tokens", chunking.overlapTokens());
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * Writes the members of a batch.
   *
   * @param files those of it that are there
   */
  static void batch(JsonGenerator json, String store, Batch batch, List<AttachedFile> files)
      throws IOException {
    json.writeStringField("id", batch.id());
    json.writeStringField("object", "vector_store.files_batch");
    json.writeNumberField("created_at", batch.created().getEpochSecond());
    json.writeStringField("vector_store_id", store);
    json.writeStringField(
        "status",
        count(files, State.IN_PROGRESS) > 0
            ? "in_progress"
            : !files.isEmpty() && count(files, State.CANCELLED) == files.size()
                ? "cancelled"
                : !files.isEmpty() && count(files, State.FAILED) == files.size()
                    ? "failed"
                    : "completed");
    counts(json, files);
  }

  /** Writes what was found. */
  static void found(JsonGenerator json, Found found) throws IOException {
    json.writeStartObject();
    json.writeStringField("file_id", found.hit().chunk().fileId());
    json.writeStringField("filename", found.hit().chunk().fileName());
    json.writeNumberField("score", found.hit().score());
    json.writeFieldName("attributes");
    Attributes.write(json, found.hit().chunk().attributes());
    texts(json, "content", List.of(found.hit().chunk().text()));
    json.writeEndObject();
  }

  static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeStartObject();
      json.writeStringField("type", "text");
      json.writeStringField("text", text);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
