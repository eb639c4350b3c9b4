// Finds the beginnings of a prompt that a Messages request wants cached.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.claude.PromptCache;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Collects prefixes in the order in which models read: tools, system, messages. */
final class CacheMarks {

  private final StringBuilder content;
  private final List<PromptCache.Prefix> found = new ArrayList<>();
  private int tokens;

  private CacheMarks(String model) {
    content = new StringBuilder(model);
  }

  static List<PromptCache.Prefix> of(JsonNode body) {
    var marks = new CacheMarks(body.path("model").asText());
    marks.read(body.path("tools"));
    marks.read(body.path("system"));
    for (JsonNode message : body.path("messages")) {
      marks.content.append(message.path("role").asText());
      marks.read(message.path("content"));
    }
    if (body.hasNonNull("cache_control")) {
      marks.mark();
    }
    return marks.found;
  }

  private void read(JsonNode blocks) {
    if (blocks.isTextual()) {
      content.append(blocks);
      tokens += Words.count(blocks.textValue());
    }
    for (JsonNode block : blocks) {
      ObjectNode unmarked = block.deepCopy();
      unmarked.remove("cache_control");
      content.append(unmarked);
      tokens += Words.count(block.path("text").asText(""));
      tokens += Words.count(MessagesAsk.text(block.path("content")));
      if (block.hasNonNull("cache_control")) {
        mark();
      }
    }
  }

  private void mark() {
    found.add(new PromptCache.Prefix(content.toString(), tokens));
  }
}
