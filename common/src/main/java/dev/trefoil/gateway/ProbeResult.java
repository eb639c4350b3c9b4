package dev.trefoil.gateway;

import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a probe has found.
 *
 * @param outcomes how each target that was asked did, in the words of the trail, in the order of
 *     the configuration; empty where none had to be asked
 */
public record ProbeResult(Map<Target, String> outcomes) {
  public ProbeResult {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** As a JSON object: {@code {"bedrock/model":"ok"}}. */
  @Override
  public String toString() {
    return Json.object(
        json -> {
          for (Map.Entry<Target, String> probed : outcomes.entrySet()) {
            json.writeStringField(probed.getKey().toString(), probed.getValue());
          }
        });
  }
}
