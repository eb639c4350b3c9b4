package dev.trefoil.vectorstore;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.retrieval.Attribute;
import java.io.IOException;
import java.util.Map;

/** Attributes as JSON. */
public final class Attributes {
  private Attributes() {}

  /** Writes them as an object; whole numbers without a fraction. */
  public static void write(JsonGenerator json, Map<String, Attribute> attributes)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Attribute> one : attributes.entrySet()) {
      json.writeFieldName(one.getKey());
      switch (one.getValue()) {
        case Attribute.Text(String value) -> json.writeString(value);
        case Attribute.Flag(boolean value) -> json.writeBoolean(value);
        case Attribute.Number(double value) -> {
          if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            json.writeNumber((long) value);
          } else {
            json.writeNumber(value);
          }
        }
      }
    }
    json.writeEndObject();
  }
}
