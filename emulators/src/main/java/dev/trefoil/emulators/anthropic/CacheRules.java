// What the Messages API asks of marks for its prompt cache, in its words.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** At most four, and those that last longer first. */
final class CacheRules {

  private static final int MOST = 4;

  /** How long each is to last, in the order in which models read. */
  private final List<String> ttls = new ArrayList<>();

  private CacheRules() {}

  static void check(JsonNode body) throws RefusedException {
    var rules = new CacheRules();
    for (JsonNode tool : body.path("tools")) {
      if (tool.has("cache_control") && tool.path("defer_loading").asBoolean(false)) {
        throw AnthropicErrors.invalid(
            "Tools with defer_loading cannot use prompt caching: %s"
                .formatted(tool.path("name").asText()));
      }
    }
    rules.read(body.path("tools"));
    rules.read(body.path("system"));
    for (JsonNode message : body.path("messages")) {
      rules.read(message.path("content"));
    }
    rules.mark(body);
    if (rules.ttls.size() > MOST) {
      throw AnthropicErrors.invalid(
          "A maximum of 4 blocks with cache_control may be provided. Found %d."
              .formatted(rules.ttls.size()));
    }
    int shorter = rules.ttls.indexOf("5m");
    if (shorter >= 0 && rules.ttls.lastIndexOf("1h") > shorter) {
      throw AnthropicErrors.invalid(
          "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note"
              + " that blocks are processed in the following order: `tools`, `system`,"
              + " `messages`.");
    }
  }

  private void read(JsonNode blocks) {
    for (JsonNode block : blocks) {
      read(block.path("content"));
      mark(block);
    }
  }

  private void mark(JsonNode block) {
    if (block.hasNonNull("cache_control")) {
      ttls.add(block.path("cache_control").path("ttl").asText("5m"));
    }
  }
}
