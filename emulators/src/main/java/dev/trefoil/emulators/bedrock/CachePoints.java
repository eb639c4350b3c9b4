// Finds the beginnings of a prompt that a Converse request wants cached.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.PromptCache;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Collects prefixes in the order in which models read: tools, system, messages. */
final class CachePoints {

  private final StringBuilder content;
  private final List<PromptCache.Prefix> found = new ArrayList<>();
  private int tokens;

  private CachePoints(String modelId) {
    content = new StringBuilder(modelId);
  }

  static List<PromptCache.Prefix> of(JsonNode body, String modelId) {
    var points = new CachePoints(modelId);
    points.read(body.path("toolConfig").path("tools"));
    points.read(body.path("system"));
    for (JsonNode message : body.path("messages")) {
      points.content.append(message.path("role").asText());
      points.read(message.path("content"));
    }
    return points.found;
  }

  private void read(JsonNode blocks) {
    for (JsonNode block : blocks) {
      if (block.hasNonNull("cachePoint")) {
        found.add(new PromptCache.Prefix(content.toString(), tokens));
      } else {
        content.append(block);
        tokens += Words.count(block.path("text").asText(""));
        for (JsonNode part : block.path("toolResult").path("content")) {
          tokens +=
              Words.count(
                  part.has("json") ? part.get("json").toString() : part.path("text").asText(""));
        }
      }
    }
  }
}
