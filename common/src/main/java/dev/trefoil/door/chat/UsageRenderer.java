package dev.trefoil.door.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Usage;
import java.io.IOException;

/** Writes a {@code usage} member. */
final class UsageRenderer {
  private UsageRenderer() {}

  static void write(JsonGenerator json, Usage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", usage.promptTokens());
    json.writeNumberField("completion_tokens", usage.completionTokens());
    json.writeNumberField("total_tokens", usage.totalTokens());
    if (usage.cachedTokens() > 0 || usage.cacheWriteTokens() > 0) {
      json.writeObjectFieldStart("prompt_tokens_details");
      json.writeNumberField("cached_tokens", usage.cachedTokens());
      if (usage.cacheWriteTokens() > 0) {
        // Not OpenAI's: what some services bill apart.
        json.writeNumberField("cache_write_tokens", usage.cacheWriteTokens());
      }
      json.writeEndObject();
    }
    if (usage.reasoningTokens() > 0) {
      json.writeObjectFieldStart("completion_tokens_details");
      json.writeNumberField("reasoning_tokens", usage.reasoningTokens());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
