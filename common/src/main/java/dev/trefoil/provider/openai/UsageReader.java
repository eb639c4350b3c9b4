package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.chat.Usage;
import java.io.IOException;

/** Reads {@code usage} of either protocol, which call the same counts by other names. */
final class UsageReader {
  private final Values in;
  private long prompt;
  private long completion;
  private long cached;
  private long cacheWrite;
  private long reasoning;

  private UsageReader(Values in) {
    this.in = in;
  }

  static Usage read(Values in) throws IOException {
    UsageReader reader = new UsageReader(in);
    reader.counts();
    return new Usage(
        reader.prompt, reader.completion, reader.cached, reader.cacheWrite, reader.reasoning);
  }

  private void counts() throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "prompt_tokens", "input_tokens" -> prompt = in.count();
        case "completion_tokens", "output_tokens" -> completion = in.count();
        case "prompt_tokens_details",
            "completion_tokens_details",
            "input_tokens_details",
            "output_tokens_details" -> {
          if (!in.isNull()) {
            details();
          }
        }
        // DeepSeek's own name for it.
        case "prompt_cache_hit_tokens" -> cached = Math.max(cached, in.count());
        default -> in.skip();
      }
    }
  }

  private void details() throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "cached_tokens" -> cached = Math.max(cached, in.count());
        case "cache_write_tokens" -> cacheWrite = in.count();
        case "reasoning_tokens" -> reasoning = in.count();
        default -> in.skip();
      }
    }
  }
}
