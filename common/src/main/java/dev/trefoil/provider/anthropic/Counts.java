package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.Usage;
import dev.trefoil.json.JsonCursor;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The service's {@code usage}. In a stream it comes twice, the second time with what has changed.
 *
 * @param input tokens that are neither read from a cache nor written to one
 * @param cacheWriteHour of the tokens that are written to one, those that it keeps for an hour
 * @param thinking tokens of the output that are thoughts, whether they are shown or not
 * @param tier {@code standard}, {@code priority} or {@code batch}; empty where it is not said
 */
record Counts(
    OptionalLong input,
    OptionalLong output,
    OptionalLong cacheRead,
    OptionalLong cacheWrite,
    OptionalLong cacheWriteHour,
    OptionalLong thinking,
    String tier) {
  static final Counts NONE =
      new Counts(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "");

  static Counts read(JsonCursor json) throws IOException {
    Reader reader = new Reader(json);
    json.object(reader::member);
    return new Counts(
        reader.input,
        reader.output,
        reader.cacheRead,
        reader.cacheWrite,
        reader.cacheWriteHour,
        reader.thinking,
        reader.tier);
  }

  /** These, where {@code later} does not say otherwise. */
  Counts updatedBy(Counts later) {
    return new Counts(
        later.input.isPresent() ? later.input : input,
        later.output.isPresent() ? later.output : output,
        later.cacheRead.isPresent() ? later.cacheRead : cacheRead,
        later.cacheWrite.isPresent() ? later.cacheWrite : cacheWrite,
        later.cacheWriteHour.isPresent() ? later.cacheWriteHour : cacheWriteHour,
        later.thinking.isPresent() ? later.thinking : thinking,
        later.tier.isEmpty() ? tier : later.tier);
  }

  /** Anthropic counts what it reads from and writes to its cache apart. */
  Usage usage() {
    long read = cacheRead.orElse(0);
    long written = cacheWrite.orElse(0);
    return new Usage(
        input.orElse(0) + read + written,
        output.orElse(0),
        read,
        written,
        Math.min(cacheWriteHour.orElse(0), written),
        thinking.orElse(0));
  }

  /** The tier in OpenAI's words. */
  Optional<String> serviceTier() {
    return switch (tier) {
      case "standard" -> Optional.of("default");
      case "priority" -> Optional.of("priority");
      default -> Optional.empty();
    };
  }

  private static final class Reader {
    private final JsonCursor json;
    private OptionalLong input = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private OptionalLong cacheRead = OptionalLong.empty();
    private OptionalLong cacheWrite = OptionalLong.empty();
    private OptionalLong cacheWriteHour = OptionalLong.empty();
    private OptionalLong thinking = OptionalLong.empty();
    private String tier = "";

    Reader(JsonCursor json) {
      this.json = json;
    }

    void member(String name) throws IOException {
      switch (name) {
        case "input_tokens" -> input = json.number();
        case "output_tokens" -> output = json.number();
        case "cache_read_input_tokens" -> cacheRead = json.number();
        case "cache_creation_input_tokens" -> cacheWrite = json.number();
        case "cache_creation" -> json.object(this::written);
        case "output_tokens_details" -> json.object(this::detail);
        case "service_tier" -> tier = json.string();
        default -> json.skip();
      }
    }

    private void written(String name) throws IOException {
      if (name.equals("ephemeral_1h_input_tokens")) {
        cacheWriteHour = json.number();
      } else {
        json.skip();
      }
    }

    private void detail(String name) throws IOException {
      if (name.equals("thinking_tokens")) {
        thinking = json.number();
      } else {
        json.skip();
      }
    }
  }
}
