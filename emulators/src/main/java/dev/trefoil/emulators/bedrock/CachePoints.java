// A Converse request as Bedrock's prompt cache sees it.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Words;
import dev.trefoil.emulators.service.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through blocks and cache points in the order in which models read: tools, system, messages
 * ("Prompt caching" in the Bedrock user guide).
 */
final class CachePoints {

  private static final int MOST = 4;

  /** How many blocks it looks at from a cache point on. */
  private static final int LOOKBACK = 20;

  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);

  private final Prompt prompt;
  private final List<Duration> points = new ArrayList<>();

  private CachePoints(String modelId) {
    prompt = new Prompt(modelId);
  }

  /**
   * Reads one.
   *
   * @throws RefusedException for more than four cache points, or for one that lasts longer than
   *     another before it
   */
  static Prompt of(JsonNode body, String modelId) throws RefusedException {
    var points = new CachePoints(modelId);
    points.read(body.path("toolConfig").path("tools"));
    points.read(body.path("system"));
    points.prompt.bear(
        body.path("toolConfig").path("toolChoice").toString()
            + body.path("additionalModelRequestFields")
            + body.path("outputConfig"));
    for (JsonNode message : body.path("messages")) {
      points.prompt.bear(message.path("role").asText());
      points.read(message.path("content"));
    }
    points.check();
    points.prompt.seekBack(LOOKBACK);
    return points.prompt;
  }

  private void read(JsonNode blocks) {
    for (JsonNode block : blocks) {
      if (block.hasNonNull("cachePoint")) {
        boolean hour = block.path("cachePoint").path("ttl").asText().equals("1h");
        points.add(hour ? LONG : SHORT);
        prompt.keep(points.getLast());
      } else {
        int tokens = Words.count(block.path("text").asText(""));
        for (JsonNode part : block.path("toolResult").path("content")) {
          tokens +=
              Words.count(
                  part.has("json") ? part.get("json").toString() : part.path("text").asText(""));
        }
        prompt.add(block.toString(), tokens);
      }
    }
  }

  private void check() throws RefusedException {
    if (points.size() > MOST) {
      throw BedrockErrors.model(
          "A maximum of 4 blocks with cache_control may be provided. Found %d."
              .formatted(points.size()));
    }
    int shorter = points.indexOf(SHORT);
    if (shorter >= 0 && points.lastIndexOf(LONG) > shorter) {
      throw BedrockErrors.model(
          "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note"
              + " that blocks are processed in the following order: `tools`, `system`,"
              + " `messages`.");
    }
  }
}
