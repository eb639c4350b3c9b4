package dev.trefoil.store.gcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document of Firestore: how a record is written as one, and read from one. */
final class Document {
  private static final String COUNTER = "c_";

  /** Between group and name, of neither of which it is a character. */
  private static final String OF_GROUP = ":";

  /** Behind every character that a key can have. */
  private static final String LAST = "~";

  private Document() {}

  static String name(String collection, RecordKey key) {
    return collection + "/" + key.group() + (key.isAlone() ? "" : OF_GROUP + key.name());
  }

  /** A write that replaces all of it. */
  static void write(
      JsonGenerator json, String collection, RecordKey key, String text, Instant expires)
      throws IOException {
    json.writeObjectFieldStart("update");
    json.writeStringField("name", name(collection, key));
    json.writeObjectFieldStart("fields");
    value(json, "text", "stringValue", text);
    value(json, "expires", "timestampValue", expires.toString());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** A write that adds to counters and leaves the text. */
  static void add(
      JsonGenerator json,
      String collection,
      RecordKey key,
      List<String> names,
      Map<String, Long> deltas,
      Instant expires)
      throws IOException {
    json.writeObjectFieldStart("update");
    json.writeStringField("name", name(collection, key));
    json.writeObjectFieldStart("fields");
    value(json, "expires", "timestampValue", expires.toString());
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectFieldStart("updateMask");
    json.writeArrayFieldStart("fieldPaths");
    json.writeString("expires");
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("updateTransforms");
    for (String name : names) {
      json.writeStartObject();
      json.writeStringField("fieldPath", COUNTER + name);
      value(json, "increment", "integerValue", Long.toString(deltas.get(name)));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Those of a group whose names begin with a prefix, in order, behind {@code from}. */
  static void query(
      JsonGenerator json,
      String collection,
      String group,
      String prefix,
      Optional<String> from,
      int limit)
      throws IOException {
    String first = collection + "/" + group + OF_GROUP;
    json.writeObjectFieldStart("structuredQuery");
    json.writeArrayFieldStart("from");
    json.writeStartObject();
    json.writeStringField("collectionId", collection.substring(collection.lastIndexOf('/') + 1));
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("where");
    json.writeObjectFieldStart("compositeFilter");
    json.writeStringField("op", "AND");
    json.writeArrayFieldStart("filters");
    if (from.isPresent()) {
      bound(json, "GREATER_THAN", first + from.get());
    } else {
      bound(json, "GREATER_THAN_OR_EQUAL", first + prefix);
    }
    bound(json, "LESS_THAN", first + prefix + LAST);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeArrayFieldStart("orderBy");
    json.writeStartObject();
    nameField(json);
    json.writeEndObject();
    json.writeEndArray();
    json.writeNumberField("limit", limit);
    json.writeEndObject();
  }

  private static void bound(JsonGenerator json, String op, String name) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("fieldFilter");
    nameField(json);
    json.writeStringField("op", op);
    value(json, "value", "referenceValue", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void nameField(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("field");
    json.writeStringField("fieldPath", "__name__");
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, String field, String type, String value)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField(type, value);
    json.writeEndObject();
  }

  static Stored stored(JrsObject document) throws Unreadable {
    Map<String, Long> counters = new HashMap<>();
    if (document.get("fields") instanceof JrsObject fields) {
      for (Iterator<String> names = fields.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (name.startsWith(COUNTER)) {
          counters.put(name.substring(COUNTER.length()), number(fields.get(name)));
        }
      }
    }
    return new Stored(
        Json.text(document, "fields", "text", "stringValue").orElse(""),
        counters,
        expires(document),
        version(document));
  }

  private static Instant expires(JrsObject document) throws Unreadable {
    Optional<String> expires = Json.text(document, "fields", "expires", "timestampValue");
    try {
      return expires.map(Instant::parse).orElse(Instant.MAX);
    } catch (DateTimeException e) {
      throw new Unreadable("firestore has a document whose 'expires' is no time", e);
    }
  }

  static long number(JrsValue value) throws Unreadable {
    try {
      return Long.parseLong(
          value instanceof JrsObject object
              ? Json.text(object, "integerValue").orElse("")
              : value.asText());
    } catch (NumberFormatException e) {
      throw new Unreadable("firestore has a counter that is no whole number", e);
    }
  }

  /** Of a document, or of a write's result. */
  static String version(JrsObject document) throws Unreadable {
    return Json.text(document, "updateTime")
        .orElseThrow(() -> new Unreadable("firestore answers without an updateTime"));
  }

  static String nameInGroup(JrsObject document, String group) throws Unreadable {
    String name =
        Json.text(document, "name")
            .orElseThrow(() -> new Unreadable("firestore answers with a document without name"));
    return name.substring(name.lastIndexOf('/') + 1 + group.length() + OF_GROUP.length());
  }
}
