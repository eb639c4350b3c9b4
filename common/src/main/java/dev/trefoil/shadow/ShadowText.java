package dev.trefoil.shadow;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.chat.text.RequestReader;
import dev.trefoil.chat.text.RequestWriter;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A copy as a message of the jobs' queue. Its format is one that versions before leave to those
 * that know it.
 */
final class ShadowText {
  /** What every such message begins with, and no job's does. */
  static final String BEGINNING = "{\"format\":3,\"shadow\":";

  private ShadowText() {}

  static String write(ShadowCopy copy) {
    return BEGINNING
        + Json.object(
            json -> {
              json.writeStringField("id", copy.requestId());
              json.writeStringField("model", copy.model());
              if (copy.trace().isPresent()) {
                json.writeStringField(Traceparent.NAME, copy.trace().get().text());
              }
              json.writeArrayFieldStart("places");
              for (String place : copy.places()) {
                json.writeString(place);
              }
              json.writeEndArray();
              json.writeFieldName("request");
              RequestWriter.chat(json, copy.request());
            })
        + "}";
  }

  /**
   * @throws IOException when it is none as we write one
   */
  static ShadowCopy read(String text) throws IOException {
    if (Json.readWhole(text).get("shadow") instanceof JrsObject copy
        && copy.get("request") instanceof JrsObject request) {
      return new ShadowCopy(
          required(copy, "id"),
          Json.text(copy, Traceparent.NAME).flatMap(Traceparent::parse),
          required(copy, "model"),
          places(copy.get("places")),
          RequestReader.chat(request));
    }
    throw new IOException("the message is no copy of a call");
  }

  private static String required(JrsObject copy, String name) throws IOException {
    return Json.optionalText(copy, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }

  /** Where a call must stay is not guessed. */
  private static List<String> places(JrsValue value) throws IOException {
    if (!(value instanceof JrsArray array)) {
      throw new IOException("'places' is not a list");
    }
    List<String> places = new ArrayList<>();
    for (Iterator<JrsValue> all = array.elements(); all.hasNext(); ) {
      places.add(all.next().asText());
    }
    return places;
  }
}
