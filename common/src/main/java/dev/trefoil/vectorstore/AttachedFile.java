package dev.trefoil.vectorstore;

import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.json.Json;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a vector store.
 *
 * @param file the file's name; its id is {@code file-} and that
 * @param filename as its caller has it
 * @param state where its ingestion stands
 * @param failure why it failed
 * @param chunking how it is cut
 * @param attributes what searches may filter by, in the caller's order
 * @param job what ingests it: each attaching has its own
 * @param chunks what its chunks go by in {@link ChunkBatches}; empty until they are known
 * @param count how many chunks there are, once it is completed
 * @param bytes of its chunks and their vectors, once it is completed
 * @param created when it was attached
 * @param expires when the file does
 */
public record AttachedFile(
    String file,
    String filename,
    State state,
    Optional<Failure> failure,
    Chunking chunking,
    Map<String, Attribute> attributes,
    String job,
    String chunks,
    int count,
    long bytes,
    Instant created,
    Instant expires) {
  private static final int FORMAT = 1;
  private static final String ID = "file-";

  public AttachedFile {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Where an ingestion stands. */
  public enum State {
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** It is being taken out, and is there for nobody any more. */
    GONE
  }

  /**
   * Why an ingestion failed.
   *
   * @param code {@code server_error}, {@code unsupported_file} or {@code invalid_file}
   */
  public record Failure(String code, String message) {
    public static Failure server(String message) {
      return new Failure("server_error", message);
    }
  }

  /** What callers know the file by. */
  public String id() {
    return ID + file;
  }

  AttachedFile at(State next) {
    return new AttachedFile(
        file,
        filename,
        next,
        failure,
        chunking,
        attributes,
        job,
        chunks,
        count,
        bytes,
        created,
        expires);
  }

  /** The same, which is not ingested. */
  public AttachedFile failed(Failure why) {
    return new AttachedFile(
        file,
        filename,
        State.FAILED,
        Optional.of(why),
        chunking,
        attributes,
        job,
        chunks,
        count,
        bytes,
        created,
        expires);
  }

  AttachedFile completed(String key, int chunkCount, long size) {
    return new AttachedFile(
        file,
        filename,
        State.COMPLETED,
        Optional.empty(),
        chunking,
        attributes,
        job,
        key,
        chunkCount,
        size,
        created,
        expires);
  }

  /** The same with other attributes, to be ingested by another job. */
  AttachedFile again(Map<String, Attribute> others, String another) {
    return new AttachedFile(
        file,
        filename,
        State.IN_PROGRESS,
        Optional.empty(),
        chunking,
        others,
        another,
        chunks,
        count,
        bytes,
        created,
        expires);
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("filename", filename);
          json.writeStringField("state", state.name());
          if (failure.isPresent()) {
            json.writeStringField("code", failure.get().code());
            json.writeStringField("message", failure.get().message());
          }
          json.writeNumberField("maxTokens", chunking.maxTokens());
          json.writeNumberField("overlapTokens", chunking.overlapTokens());
          json.writeFieldName("attributes");
          Attributes.write(json, attributes);
          json.writeStringField("job", job);
          json.writeStringField("chunks", chunks);
          json.writeNumberField("count", count);
          json.writeNumberField("bytes", bytes);
          json.writeNumberField("created", created.toEpochMilli());
          json.writeNumberField("expires", expires.toEpochMilli());
        });
  }

  /**
   * @throws StoreException when a newer version wrote it, or it is none
   */
  static AttachedFile read(String name, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, "the record of a vector store's file", FORMAT);
      Optional<String> code = Json.text(json, "code");
      return new AttachedFile(
          name,
          VectorStore.required(json, "filename"),
          State.valueOf(VectorStore.required(json, "state")),
          code.isPresent()
              ? Optional.of(new Failure(code.get(), VectorStore.required(json, "message")))
              : Optional.empty(),
          new Chunking(
              Integer.parseInt(VectorStore.required(json, "maxTokens")),
              Integer.parseInt(VectorStore.required(json, "overlapTokens"))),
          attributes(json),
          VectorStore.required(json, "job"),
          VectorStore.required(json, "chunks"),
          Integer.parseInt(VectorStore.required(json, "count")),
          Long.parseLong(VectorStore.required(json, "bytes")),
          VectorStore.moment(json, "created"),
          VectorStore.moment(json, "expires"));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("the record of a vector store's file is none: " + e.getMessage(), e);
    }
  }

  private static Map<String, Attribute> attributes(JrsObject json) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (json.get("attributes") instanceof JrsObject object) {
      object
          .fields()
          .forEachRemaining(
              one ->
                  attributes.put(
                      one.getKey(),
                      switch (one.getValue()) {
                        case JrsBoolean flag -> new Attribute.Flag(flag.booleanValue());
                        case JrsNumber number ->
                            new Attribute.Number(number.getValue().doubleValue());
                        default -> new Attribute.Text(one.getValue().asText());
                      }));
    }
    return attributes;
  }
}
