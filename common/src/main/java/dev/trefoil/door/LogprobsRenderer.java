package dev.trefoil.door;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.List;

/** Writes log probabilities, which a service gives whole or piece by piece, as one object. */
public final class LogprobsRenderer {
  private LogprobsRenderer() {}

  public static void write(JsonGenerator json, List<String> pieces) throws IOException {
    if (pieces.isEmpty()) {
      json.writeNull();
    } else if (pieces.size() == 1) {
      json.writeRawValue(pieces.getFirst());
    } else {
      json.writeStartObject();
      join(json, "content", pieces);
      join(json, "refusal", pieces);
      json.writeEndObject();
    }
  }

  private static void join(JsonGenerator json, String member, List<String> pieces)
      throws IOException {
    boolean begun = false;
    json.writeFieldName(member);
    for (String piece : pieces) {
      JrsValue value = Json.readAny(piece).path(member);
      if (value instanceof JrsArray array) {
        if (!begun) {
          json.writeStartArray();
          begun = true;
        }
        for (JrsValue item : RequestFields.items(array)) {
          Json.write(json, item);
        }
      }
    }
    if (begun) {
      json.writeEndArray();
    } else {
      json.writeNull();
    }
  }
}
