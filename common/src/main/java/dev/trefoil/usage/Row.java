package dev.trefoil.usage;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.LocalDate;

/**
 * Whose usage is counted together on one day.
 *
 * @param tenant empty where callers have none
 * @param target as {@code service/model}
 */
public record Row(LocalDate day, String tenant, String caller, String route, String target) {
  private static final int FORMAT = 1;
  private static final int DIGITS = 20;

  /** Its records: one for each shard of processes. */
  RecordKey key(String shard) {
    return new RecordKey(
        groupOf(day), ofCaller(tenant, caller) + digest(route + "\n" + target) + "." + shard);
  }

  /** The group of a day's records; no job has an id with a dot in it. */
  static String groupOf(LocalDate day) {
    return "trefoil.usage." + day;
  }

  /** What the names of a caller's records begin with. */
  static String ofCaller(String tenant, String caller) {
    return digest(tenant + "\n" + caller) + ".";
  }

  private static String digest(String text) {
    return Digest.of(text).substring(0, DIGITS);
  }

  /** The model, as its service knows it. */
  public String model() {
    return target.substring(target.indexOf('/') + 1);
  }

  /** As a record's text. */
  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("tenant", tenant);
          json.writeStringField("caller", caller);
          json.writeStringField("route", route);
          json.writeStringField("target", target);
        });
  }

  /** Reads what {@link #text} wrote. */
  static Row read(LocalDate day, String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      var unused = RecordFormat.read(json, "a record of usage", FORMAT);
      return new Row(
          day,
          part(json, "tenant"),
          part(json, "caller"),
          part(json, "route"),
          part(json, "target"));
    } catch (IOException e) {
      throw new Unreadable("a record of usage cannot be read: " + e.getMessage(), e);
    }
  }

  private static String part(JrsObject json, String name) throws IOException {
    return Json.optionalText(json, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
