package dev.trefoil.store.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * An entity of a table: how a record is written as one, and read from one. A property holds 32 Ki
 * characters, so that a long text lies in several.
 */
final class Entity {
  private static final int PROPERTY_LENGTH = 30_000;

  /** The row of a record that stands alone; what jobs had before there were groups. */
  private static final String ALONE = "job";

  /** What the row of a group's record begins with, so that none is called as one that is alone. */
  private static final String IN_A_GROUP = "-";

  /** Behind every character that a key can have. */
  private static final String LAST = "~";

  private static final String COUNTER = "c_";

  private Entity() {}

  static String row(RecordKey key) {
    return key.isAlone() ? ALONE : IN_A_GROUP + key.name();
  }

  /** Of the records of a group whose names begin with a prefix. */
  static String filter(String group, String prefix) {
    return "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'"
        .formatted(group, IN_A_GROUP + prefix, IN_A_GROUP + prefix + LAST);
  }

  /** A text that is empty leaves the text that is there, where the entity is merged. */
  static byte[] write(RecordKey key, String text, Map<String, Long> counters, Instant expires) {
    return Json.object(
            json -> {
              // Azurite breaks a letter of several bytes where a packet ends (Azure/Azurite#2670).
              json.setHighestNonEscapedChar(127);
              json.writeStringField("PartitionKey", key.group());
              json.writeStringField("RowKey", row(key));
              json.writeStringField("expires@odata.type", "Edm.DateTime");
              json.writeStringField("expires", expires.truncatedTo(ChronoUnit.SECONDS).toString());
              properties(json, text);
              for (Map.Entry<String, Long> counter : counters.entrySet()) {
                json.writeStringField(COUNTER + counter.getKey() + "@odata.type", "Edm.Int64");
                json.writeStringField(COUNTER + counter.getKey(), counter.getValue().toString());
              }
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  /** No property ends between the halves of a surrogate pair. */
  private static void properties(JsonGenerator json, String text) throws IOException {
    int property = 0;
    for (int start = 0; start < text.length(); property++) {
      int end = Math.min(start + PROPERTY_LENGTH, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      json.writeStringField("text" + property, text.substring(start, end));
      start = end;
    }
  }

  static Stored stored(JrsObject entity, String version) throws Unreadable {
    StringBuilder text = new StringBuilder();
    for (int i = 0; entity.get("text" + i) != null; i++) {
      text.append(entity.get("text" + i).asText());
    }
    Map<String, Long> counters = new HashMap<>();
    for (Iterator<String> names = entity.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.startsWith(COUNTER) && !name.contains("@")) {
        counters.put(name.substring(COUNTER.length()), number(entity.get(name)));
      }
    }
    return new Stored(text.toString(), counters, expires(entity), version);
  }

  /** One of those that a query gives. */
  static Named named(JrsObject entity) throws Unreadable {
    return new Named(
        required(entity, "RowKey").substring(IN_A_GROUP.length()),
        stored(entity, required(entity, "odata.etag")));
  }

  private static String required(JrsObject entity, String name) throws Unreadable {
    return Json.text(entity, name)
        .orElseThrow(() -> new Unreadable("table has an entity without " + name));
  }

  private static long number(JrsValue value) throws Unreadable {
    try {
      return Long.parseLong(value.asText());
    } catch (NumberFormatException e) {
      throw new Unreadable("table has a counter that is no whole number", e);
    }
  }

  private static Instant expires(JrsObject entity) throws Unreadable {
    Optional<String> expires = Json.text(entity, "expires");
    try {
      return expires.map(Instant::parse).orElse(Instant.MAX);
    } catch (DateTimeException e) {
      throw new Unreadable("table has an entity whose 'expires' is no time", e);
    }
  }
}
