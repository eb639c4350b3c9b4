package dev.trefoil.retrieval.azuresearch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.IndexException.Unreadable;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.retrieval.Words;
import dev.trefoil.store.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chunks as documents of an index, and the index's definition. */
final class Documents {
  /** What a search gives back. */
  static final String SELECTED = "id,file,fileName,position,text,attributes";

  /** Hexadecimal digits, enough that no two stores have the same. */
  private static final int STORE_DIGITS = 32;

  private Documents() {}

  /**
   * A document's key: letters, digits, {@code _} and {@code -}, and no {@code _} first. It names
   * the tenant too, so that no tenant writes over another's chunk.
   */
  static String key(StoreKey store, String chunkId) {
    return Digest.of(store.tenant() + "\n" + store.store()).substring(0, STORE_DIGITS)
        + "_"
        + chunkId;
  }

  /** One that replaces whatever has its key. */
  static byte[] upload(StoreKey store, Chunk chunk) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("@search.action", "upload");
          json.writeStringField("id", key(store, chunk.id()));
          json.writeStringField("tenant", store.tenant());
          json.writeStringField("store", store.store());
          json.writeStringField("file", chunk.fileId());
          json.writeStringField("fileName", chunk.fileName());
          json.writeNumberField("position", chunk.position());
          json.writeStringField("text", chunk.text());
          json.writeArrayFieldStart("attributes");
          for (Map.Entry<String, Attribute> attribute : chunk.attributes().entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", attribute.getKey());
            write(json, attribute.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeFieldName("vector");
          write(json, chunk.vector());
          json.writeEndObject();
        });
  }

  /** One that deletes what has the key, if there is anything. */
  static byte[] deletion(String key) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("@search.action", "delete");
          json.writeStringField("id", key);
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Attribute attribute) throws IOException {
    switch (attribute) {
      case Attribute.Text text -> json.writeStringField("text", text.value());
      case Attribute.Number number -> json.writeNumberField("number", number.value());
      case Attribute.Flag flag -> json.writeBooleanField("flag", flag.value());
    }
  }

  /** A vector. */
  static void write(JsonGenerator json, float[] vector) throws IOException {
    json.writeStartArray();
    for (float each : vector) {
      json.writeNumber(each);
    }
    json.writeEndArray();
  }

  /** A chunk without its vector. */
  static Chunk read(JrsObject document) throws Unreadable {
    try {
      String file = text(document, "file");
      int position = Integer.parseInt(text(document, "position"));
      Map<String, Attribute> attributes = new HashMap<>();
      for (JrsObject attribute : Json.objects(document, "attributes")) {
        attributes.put(text(attribute, "name"), attribute(attribute));
      }
      return new Chunk(
          Chunk.idOf(file, position),
          file,
          text(document, "fileName"),
          position,
          text(document, "text"),
          new float[0],
          attributes);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          "a document of the index is none that Trefoil wrote: it was put there by another", e);
    }
  }

  private static Attribute attribute(JrsObject attribute) {
    for (String type : List.of("text", "number", "flag")) {
      JrsValue value = attribute.get(type);
      if (value instanceof JrsString text) {
        return new Attribute.Text(text.asText());
      } else if (value instanceof JrsNumber number) {
        return new Attribute.Number(number.getValue().doubleValue());
      } else if (value instanceof JrsBoolean flag) {
        return new Attribute.Flag(flag.booleanValue());
      }
    }
    throw new IllegalArgumentException("an attribute without a value");
  }

  private static String text(JrsObject object, String name) {
    return Json.text(object, name)
        .orElseThrow(() -> new IllegalArgumentException("without " + name));
  }

  /** Creates an index for vectors of so many dimensions. */
  static byte[] definition(String name, int dimensions) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", name);
          json.writeArrayFieldStart("fields");
          field(json, "id", "Edm.String", "key", "filterable", "sortable", "retrievable");
          field(json, "tenant", "Edm.String", "filterable");
          field(json, "store", "Edm.String", "filterable");
          field(json, "file", "Edm.String", "filterable", "retrievable");
          field(json, "fileName", "Edm.String", "retrievable");
          field(json, "position", "Edm.Int32", "retrievable");
          text(json);
          attributes(json);
          vector(json, dimensions);
          json.writeEndArray();
          analyzer(json);
          json.writeObjectFieldStart("vectorSearch");
          json.writeArrayFieldStart("algorithms");
          json.writeStartObject();
          json.writeStringField("name", "hnsw");
          json.writeStringField("kind", "hnsw");
          json.writeObjectFieldStart("hnswParameters");
          json.writeStringField("metric", "cosine");
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndArray();
          json.writeArrayFieldStart("profiles");
          json.writeStartObject();
          json.writeStringField("name", "vectors");
          json.writeStringField("algorithm", "hnsw");
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void attributes(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "attributes");
    json.writeStringField("type", "Collection(Edm.ComplexType)");
    json.writeArrayFieldStart("fields");
    field(json, "name", "Edm.String", "filterable", "retrievable");
    field(json, "text", "Edm.String", "filterable", "retrievable");
    field(json, "number", "Edm.Double", "filterable", "retrievable");
    field(json, "flag", "Edm.Boolean", "filterable", "retrievable");
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void text(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "text");
    json.writeStringField("type", "Edm.String");
    json.writeBooleanField("searchable", true);
    for (String not : List.of("filterable", "sortable", "facetable")) {
      json.writeBooleanField(not, false);
    }
    json.writeStringField("analyzer", "words");
    json.writeEndObject();
  }

  /** The standard one, once punctuation is gone. */
  private static void analyzer(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("analyzers");
    json.writeStartObject();
    json.writeStringField("@odata.type", "#Microsoft.Azure.Search.CustomAnalyzer");
    json.writeStringField("name", "words");
    json.writeStringField("tokenizer", "standard_v2");
    strings(json, "tokenFilters", "lowercase");
    strings(json, "charFilters", "apart");
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("charFilters");
    json.writeStartObject();
    json.writeStringField("@odata.type", "#Microsoft.Azure.Search.PatternReplaceCharFilter");
    json.writeStringField("name", "apart");
    json.writeStringField("pattern", Words.APART);
    json.writeStringField("replacement", " ");
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String name, String value) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeString(value);
    json.writeEndArray();
  }

  private static void vector(JsonGenerator json, int dimensions) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "vector");
    json.writeStringField("type", "Collection(Edm.Single)");
    json.writeBooleanField("searchable", true);
    // Nobody reads it back: the copy for that would be as large again.
    json.writeBooleanField("retrievable", false);
    json.writeBooleanField("stored", false);
    json.writeNumberField("dimensions", dimensions);
    json.writeStringField("vectorSearchProfile", "vectors");
    json.writeEndObject();
  }

  /** A field that is what is said and nothing else: most are everything unless told. */
  private static void field(JsonGenerator json, String name, String type, String... is)
      throws IOException {
    List<String> set = List.of(is);
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("type", type);
    if (set.contains("key")) {
      json.writeBooleanField("key", true);
    }
    for (String one : List.of("searchable", "filterable", "sortable", "facetable", "retrievable")) {
      json.writeBooleanField(one, set.contains(one));
    }
    json.writeEndObject();
  }
}
