// A Messages request as the service's prompt cache sees it.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.model.Words;
import java.time.Duration;
import java.util.List;

/**
 * Goes through blocks and their marks as models read them: tools, system, messages ("Prompt
 * caching" in Anthropic's documentation).
 */
final class CacheMarks {

  /** How many blocks it looks at from a mark on, the marked one among them. */
  private static final int LOOKBACK = 20;

  /** What makes the messages, but not tools and system, another prompt. */
  private static final List<String> SETTINGS = List.of("tool_choice", "thinking", "output_config");

  private final Prompt prompt;

  private CacheMarks(String model) {
    prompt = new Prompt(model);
  }

  static Prompt of(JsonNode body) {
    var marks = new CacheMarks(body.path("model").asText());
    marks.read(body.path("tools"));
    marks.read(body.path("system"));
    SETTINGS.forEach(setting -> marks.prompt.bear(body.path(setting).toString()));
    for (JsonNode message : body.path("messages")) {
      marks.prompt.bear(message.path("role").asText());
      marks.read(message.path("content"));
    }
    marks.mark(body);
    marks.prompt.seekBack(LOOKBACK);
    return marks.prompt;
  }

  private void read(JsonNode blocks) {
    if (blocks.isTextual()) {
      String text = blocks.textValue();
      prompt.add("{\"type\":\"text\",\"text\":" + blocks + "}", Words.count(text));
    }
    for (JsonNode block : blocks) {
      String result = MessagesAsk.text(block.path("content"));
      prompt.add(
          unmarked(block).toString(),
          Words.count(block.path("text").asText("")) + Words.count(result));
      block.path("content").forEach(this::mark);
      mark(block);
    }
  }

  /** A block as it is read, with its content's marks left out too. */
  private static JsonNode unmarked(JsonNode block) {
    JsonNode copy = block.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.remove("cache_control");
      for (JsonNode inner : object.path("content")) {
        if (inner instanceof ObjectNode part) {
          part.remove("cache_control");
        }
      }
    }
    return copy;
  }

  private void mark(JsonNode block) {
    if (block.hasNonNull("cache_control")) {
      boolean hour = block.path("cache_control").path("ttl").asText().equals("1h");
      prompt.keep(hour ? Duration.ofHours(1) : Duration.ofMinutes(5));
    }
  }
}
