package dev.trefoil.openai;

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
    json.writeEndObject();
  }
}
