package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Usage;
import java.io.IOException;
import java.util.Optional;

/** Writes a {@code usage} member: three counts of input that have no token in common. */
final class UsageRenderer {
  private UsageRenderer() {}

  /** Of a complete answer. */
  static void write(JsonGenerator json, Usage usage, Optional<String> tier) throws IOException {
    json.writeObjectFieldStart("usage");
    input(json, usage.freshTokens(), usage.cacheWriteTokens(), usage.cachedTokens());
    if (usage.cacheWriteTokens() > 0) {
      long hour = usage.cacheWriteHourTokens();
      json.writeObjectFieldStart("cache_creation");
      json.writeNumberField("ephemeral_5m_input_tokens", usage.cacheWriteTokens() - hour);
      json.writeNumberField("ephemeral_1h_input_tokens", hour);
      json.writeEndObject();
    }
    json.writeNumberField("output_tokens", usage.completionTokens());
    json.writeObjectFieldStart("output_tokens_details");
    json.writeNumberField("thinking_tokens", usage.reasoningTokens());
    json.writeEndObject();
    if (tier.isPresent()) {
      // Anthropic's words; those of other services as they are.
      json.writeStringField("service_tier", tier.get().equals("default") ? "standard" : tier.get());
    }
    json.writeEndObject();
  }

  /**
   * Of an answer that begins.
   *
   * @param prompt about how many tokens the prompt has
   */
  static void write(JsonGenerator json, long prompt) throws IOException {
    json.writeObjectFieldStart("usage");
    input(json, prompt, 0, 0);
    json.writeNumberField("output_tokens", 0);
    json.writeEndObject();
  }

  private static void input(JsonGenerator json, long fresh, long written, long read)
      throws IOException {
    json.writeNumberField("input_tokens", fresh);
    json.writeNumberField("cache_creation_input_tokens", written);
    json.writeNumberField("cache_read_input_tokens", read);
  }
}
