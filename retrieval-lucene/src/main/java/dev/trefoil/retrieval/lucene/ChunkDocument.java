package dev.trefoil.retrieval.lucene;

import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import dev.trefoil.json.Json;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.retrieval.Words;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.NumericUtils;

/**
 * Chunks as Lucene's documents. Attributes of all names share two fields, since each field costs:
 * one of whole values, and one of numbers in an order that is theirs.
 */
final class ChunkDocument {
  static final String ID = "id";
  static final String FILE = "file";
  static final String TEXT = "text";
  static final String VECTOR = "vector";
  static final String VALUE = "value";
  static final String NUMBER = "number";

  /** The chunk but for its vector, as JSON. */
  static final String SOURCE = "source";

  private ChunkDocument() {}

  static Document of(Chunk chunk) {
    Document document = new Document();
    document.add(new StringField(ID, chunk.id(), Field.Store.NO));
    document.add(new StringField(FILE, chunk.fileId(), Field.Store.NO));
    document.add(new TextField(TEXT, Words.apart(chunk.text()), Field.Store.NO));
    document.add(
        new KnnFloatVectorField(
            VECTOR, Vectors.unit(chunk.vector()), VectorSimilarityFunction.DOT_PRODUCT));
    chunk
        .attributes()
        .forEach(
            (name, value) -> {
              document.add(new StringField(VALUE, value(name, value), Field.Store.NO));
              if (value instanceof Attribute.Number number) {
                document.add(new StringField(NUMBER, number(name, number.value()), Field.Store.NO));
              }
            });
    document.add(new StoredField(SOURCE, source(chunk)));
    return document;
  }

  /** The term of an attribute with a value. */
  static String value(String name, Attribute value) {
    return named(name)
        + switch (value) {
          case Attribute.Text text -> "t" + text.value();
          case Attribute.Number number -> "n" + number.value();
          case Attribute.Flag flag -> "f" + flag.value();
        };
  }

  /** The term of a number: those of one name have the order of their numbers. */
  static String number(String name, double value) {
    long sortable = NumericUtils.doubleToSortableLong(value) ^ Long.MIN_VALUE;
    return named(name) + "%016x".formatted(sortable);
  }

  /** What the terms of one name begin with, and those of no other. */
  static String named(String name) {
    return name.length() + ":" + name + ":";
  }

  private static byte[] source(Chunk chunk) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("file", chunk.fileId());
          json.writeStringField("name", chunk.fileName());
          json.writeNumberField("position", chunk.position());
          json.writeStringField("text", chunk.text());
          json.writeObjectFieldStart("attributes");
          for (Map.Entry<String, Attribute> attribute : chunk.attributes().entrySet()) {
            switch (attribute.getValue()) {
              case Attribute.Text text -> json.writeStringField(attribute.getKey(), text.value());
              case Attribute.Number number ->
                  json.writeNumberField(attribute.getKey(), number.value());
              case Attribute.Flag flag -> json.writeBooleanField(attribute.getKey(), flag.value());
            }
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /**
   * A chunk without its vector.
   *
   * @throws IOException when it is none
   */
  static Chunk read(byte[] source) throws IOException {
    JrsObject json = Json.read(source);
    Map<String, Attribute> attributes = new HashMap<>();
    if (json.get("attributes") instanceof JrsObject all) {
      for (Iterator<String> names = all.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        switch (all.get(name)) {
          case JrsString text -> attributes.put(name, new Attribute.Text(text.asText()));
          case JrsNumber number ->
              attributes.put(name, new Attribute.Number(number.getValue().doubleValue()));
          case JrsBoolean flag -> attributes.put(name, new Attribute.Flag(flag.booleanValue()));
          default -> throw new IOException("an attribute of no known type");
        }
      }
    }
    String file = Json.text(json, "file").orElse("");
    int position = Integer.parseInt(Json.text(json, "position").orElse("0"));
    return new Chunk(
        Chunk.idOf(file, position),
        file,
        Json.text(json, "name").orElse(""),
        position,
        Json.text(json, "text").orElse(""),
        new float[0],
        attributes);
  }
}
