package dev.trefoil.store.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** An item of DynamoDB: how a record is written as one, and read from one. */
final class Item {
  /** What a counter's attribute begins with. */
  static final String COUNTER = "c_";

  private static final String SORT_KEY = "sortKey";

  private Item() {}

  /**
   * The version of a record that is new: no version of one that was deleted before, since a clock
   * goes faster than anyone writes.
   */
  static String firstVersion() {
    Instant now = Instant.now();
    return Long.toString(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
  }

  static String next(String version) {
    return Long.toString(Long.parseLong(version) + 1);
  }

  static void key(JsonGenerator json, RecordKey key) throws IOException {
    attribute(json, "id", "S", key.group());
    if (!key.isAlone()) {
      attribute(json, SORT_KEY, "S", key.name());
    }
  }

  static void attribute(JsonGenerator json, String name, String type, String value)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField(type, value);
    json.writeEndObject();
  }

  static Stored stored(JrsObject item) throws Unreadable {
    return new Stored(
        value(item, "text", "S").orElse(""),
        counters(item),
        Instant.ofEpochSecond(number(item, "expires")),
        Long.toString(number(item, "version")));
  }

  static Map<String, Long> counters(JrsObject item) throws Unreadable {
    Map<String, Long> counters = new HashMap<>();
    for (Iterator<String> names = item.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.startsWith(COUNTER)) {
        counters.put(name.substring(COUNTER.length()), number(item, name));
      }
    }
    return counters;
  }

  /** The name of a group's record. */
  static String name(JrsObject item) throws Unreadable {
    return value(item, SORT_KEY, "S").orElseThrow(() -> without(SORT_KEY));
  }

  private static long number(JrsObject item, String name) throws Unreadable {
    try {
      return Long.parseLong(value(item, name, "N").orElseThrow(() -> without(name)));
    } catch (NumberFormatException e) {
      throw new Unreadable("dynamodb has an item whose " + name + " is no whole number", e);
    }
  }

  private static Unreadable without(String name) {
    return new Unreadable("dynamodb has an item without " + name);
  }

  private static Optional<String> value(JrsObject item, String name, String type) {
    return item.get(name) instanceof JrsObject attribute
        ? Optional.ofNullable(attribute.get(type)).map(JrsValue::asText)
        : Optional.empty();
  }
}
