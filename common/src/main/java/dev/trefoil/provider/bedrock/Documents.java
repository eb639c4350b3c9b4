package dev.trefoil.provider.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;

/** JSON text to the SDK's documents and back. Numbers stay as they were written. */
final class Documents {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from callers: interning them would keep them for good.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Documents() {}

  /**
   * @param json known to be JSON
   */
  static Document read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("the front door lets JSON through only", e);
    }
  }

  private static Document value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Document.MapBuilder map = Document.mapBuilder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.putDocument(name, value(parser));
        }
        yield map.build();
      }
      case START_ARRAY -> {
        Document.ListBuilder list = Document.listBuilder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.addDocument(value(parser));
        }
        yield list.build();
      }
      case VALUE_STRING -> Document.fromString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(parser.getText());
      case VALUE_TRUE -> Document.fromBoolean(true);
      case VALUE_FALSE -> Document.fromBoolean(false);
      case VALUE_NULL -> Document.fromNull();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("unexpected " + parser.currentToken());
    };
  }

  static String write(Document document) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(document, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(Document document, JsonGenerator json) throws IOException {
    if (document.isMap()) {
      json.writeStartObject();
      for (Map.Entry<String, Document> member : document.asMap().entrySet()) {
        json.writeFieldName(member.getKey());
        write(member.getValue(), json);
      }
      json.writeEndObject();
    } else if (document.isList()) {
      json.writeStartArray();
      for (Document item : document.asList()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (document.isString()) {
      json.writeString(document.asString());
    } else if (document.isNumber()) {
      json.writeNumber(document.asNumber().stringValue());
    } else if (document.isBoolean()) {
      json.writeBoolean(document.asBoolean());
    } else {
      json.writeNull();
    }
  }
}
