package dev.trefoil.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.target.Target;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a probe has found.
 *
 * @param outcomes how each target that was asked did, in the words of the trail, in the order of
 *     the configuration; empty where none had to be asked
 */
public record Probed(Map<Target, String> outcomes) {
  private static final JsonFactory FACTORY = new JsonFactory();

  public Probed {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** As a JSON object: {@code {"bedrock/model":"ok"}}. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<Target, String> probed : outcomes.entrySet()) {
        json.writeStringField(probed.getKey().toString(), probed.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return text.toString();
  }
}
