package dev.trefoil.auth;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.TooLarge;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All keys that were issued: one record of the store, so that one read knows them all. */
public final class KeyDirectory {
  /** The most keys that are kept. */
  public static final int MOST_KEYS = 1_000;

  private static final int FORMAT = 1;

  /** No job has an id with a dot in it. */
  private static final RecordKey KEY = RecordKey.of("trefoil.keys");

  private static final Duration KEPT = Duration.ofDays(36_500);

  private final RecordStore records;

  public KeyDirectory(RecordStore records) {
    this.records = records;
  }

  /** The keys as they are now, in the order in which they were issued. */
  public List<IssuedKey> read(Deadline deadline) throws StoreException {
    Optional<Stored> there = records.get(KEY, deadline);
    return there.isPresent() ? read(there.get().text()) : List.of();
  }

  /**
   * Changes the keys, however many change them at once.
   *
   * @param change gives the keys as they are to be; applied again where others were quicker
   * @throws TooLarge when they would be more than {@link #MOST_KEYS}
   */
  public void change(UnaryOperator<List<IssuedKey>> change, Deadline deadline)
      throws StoreException {
    Contention contention = new Contention("the issued keys", deadline);
    while (true) {
      Optional<Stored> there = records.get(KEY, deadline);
      List<IssuedKey> now = change.apply(there.isPresent() ? read(there.get().text()) : List.of());
      if (now.size() > MOST_KEYS) {
        throw new TooLarge("no more than " + MOST_KEYS + " keys can be issued: revoke some");
      }
      Instant expires = Instant.now().plus(KEPT);
      Optional<String> written =
          there.isPresent()
              ? records.replace(KEY, write(now), expires, there.get().version(), deadline)
              : records.create(KEY, write(now), expires, deadline);
      if (written.isPresent()) {
        return;
      }
      contention.pause();
    }
  }

  private static String write(List<IssuedKey> keys) {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeArrayFieldStart("keys");
          for (IssuedKey key : keys) {
            write(json, key);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, IssuedKey key) throws IOException {
    json.writeStartObject();
    key.writeHolder(json);
    json.writeStringField("sha256", key.sha256());
    json.writeStringField("created", key.created().toString());
    if (key.expires().isPresent()) {
      json.writeStringField("expires", key.expires().get().toString());
    }
    json.writeEndObject();
  }

  private static List<IssuedKey> read(String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      var unused = RecordFormat.read(json, "the record of issued keys", FORMAT);
      List<IssuedKey> keys = new ArrayList<>();
      if (json.get("keys") instanceof JrsArray array) {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i) instanceof JrsObject key) {
            keys.add(key(key));
          }
        }
      }
      return keys;
    } catch (IOException | DateTimeException e) {
      throw new Unreadable("the record of issued keys cannot be read: " + e.getMessage(), e);
    }
  }

  private static IssuedKey key(JrsObject json) throws IOException {
    return new IssuedKey(
        part(json, "id"),
        part(json, "name"),
        part(json, "sha256"),
        Json.optionalText(json, "tenant"),
        json.get("routes") instanceof JrsArray routes
            ? Optional.of(texts(routes))
            : Optional.empty(),
        Instant.parse(part(json, "created")),
        Json.optionalText(json, "expires").map(Instant::parse));
  }

  private static List<String> texts(JrsArray array) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      JrsValue value = array.get(i);
      texts.add(value.asText());
    }
    return texts;
  }

  private static String part(JrsObject json, String name) throws IOException {
    return Json.optionalText(json, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
