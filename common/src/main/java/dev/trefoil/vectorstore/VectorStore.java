package dev.trefoil.vectorstore;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.files.SortedName;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A vector store.
 *
 * @param name of its record: a {@link SortedName}
 * @param label what its caller calls it; may be empty
 * @param description what its caller says of it; may be empty
 * @param metadata its caller's own labels
 * @param active when it was last used
 * @param days how many days it outlasts that; empty for as long as files are kept
 * @param model what its vectors are of; empty before the first
 * @param deleted whether it is being deleted, and is there for nobody any more
 */
public record VectorStore(
    String name,
    String label,
    String description,
    Map<String, String> metadata,
    Instant created,
    Instant active,
    OptionalInt days,
    Optional<VectorModel> model,
    boolean deleted) {
  private static final int FORMAT = 1;
  private static final String ID = "vs_";

  public VectorStore {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** What callers know it by. */
  public String id() {
    return ID + name;
  }

  /** The name of a store by its id; empty where that is none of ours. */
  static String nameOf(String id) {
    return id.startsWith(ID) && SortedName.is(id.substring(ID.length()))
        ? id.substring(ID.length())
        : "";
  }

  /** When it is gone, unless it is used meanwhile. */
  Instant expires(Duration keep) {
    Duration own = days.isPresent() ? Duration.ofDays(days.getAsInt()) : keep;
    return active.plus(own.compareTo(keep) < 0 ? own : keep);
  }

  /** When it is gone by its caller's word, unless it is used meanwhile. */
  public Optional<Instant> expires() {
    return days.isPresent()
        ? Optional.of(active.plus(Duration.ofDays(days.getAsInt())))
        : Optional.empty();
  }

  /** The same, used now. */
  public VectorStore usedAt(Instant now) {
    return new VectorStore(name, label, description, metadata, created, now, days, model, deleted);
  }

  /** The same with other words of its caller's. */
  public VectorStore with(
      String newLabel, String newDescription, Map<String, String> labels, OptionalInt newDays) {
    return new VectorStore(
        name, newLabel, newDescription, labels, created, active, newDays, model, deleted);
  }

  VectorStore of(VectorModel vectors) {
    return new VectorStore(
        name, label, description, metadata, created, active, days, Optional.of(vectors), deleted);
  }

  VectorStore gone() {
    return new VectorStore(name, "", "", Map.of(), created, active, days, model, true);
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("label", label);
          json.writeStringField("description", description);
          json.writeObjectFieldStart("metadata");
          for (Map.Entry<String, String> one : metadata.entrySet()) {
            json.writeStringField(one.getKey(), one.getValue());
          }
          json.writeEndObject();
          json.writeNumberField("created", created.toEpochMilli());
          json.writeNumberField("active", active.toEpochMilli());
          if (days.isPresent()) {
            json.writeNumberField("days", days.getAsInt());
          }
          if (model.isPresent()) {
            json.writeStringField("model", model.get().name());
            json.writeNumberField("dimensions", model.get().dimensions());
          }
          json.writeBooleanField("deleted", deleted);
        });
  }

  /**
   * @throws StoreException when a newer version wrote it, or it is no store's
   */
  static VectorStore read(String name, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, "a vector store's record", FORMAT);
      Map<String, String> metadata = new LinkedHashMap<>();
      if (json.get("metadata") instanceof JrsObject labels) {
        labels
            .fields()
            .forEachRemaining(one -> metadata.put(one.getKey(), one.getValue().asText()));
      }
      Optional<String> days = Json.text(json, "days");
      Optional<String> model = Json.text(json, "model");
      return new VectorStore(
          name,
          required(json, "label"),
          required(json, "description"),
          metadata,
          moment(json, "created"),
          moment(json, "active"),
          days.isPresent() ? OptionalInt.of(Integer.parseInt(days.get())) : OptionalInt.empty(),
          model.isPresent()
              ? Optional.of(
                  new VectorModel(model.get(), Integer.parseInt(required(json, "dimensions"))))
              : Optional.empty(),
          required(json, "deleted").equals("true"));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("a vector store's record is none: " + e.getMessage(), e);
    }
  }

  static Instant moment(JrsObject json, String name) throws IOException {
    return Instant.ofEpochMilli(Long.parseLong(required(json, name)));
  }

  static String required(JrsObject json, String name) throws IOException {
    return Json.text(json, name).orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
