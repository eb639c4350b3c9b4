package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Tool;
import dev.trefoil.health.HealthBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a prompt is to be kept that is not asked for again, as its caller says: by marks
 * (Anthropic's {@code ttl}) or by OpenAI's fields. The longest of them counts.
 */
final class PromptLifetime {
  /** OpenAI's own word from GPT-5.6 on: {@code {"ttl":"30m"}} or {@code "12h"}. */
  private static final String OPTIONS = "prompt_cache_options";

  private static final Pattern TTL = Pattern.compile("\"ttl\"\\s*:\\s*(\"[0-9a-z]{1,8}\")");

  /** Its word for older models: {@code in_memory} or {@code 24h}. */
  private static final String RETENTION = "prompt_cache_retention";

  /** What OpenAI keeps where nothing is said, from GPT-5.6 on. */
  private static final Duration USUAL_AT_OPENAI = Duration.ofMinutes(30);

  private PromptLifetime() {}

  /** Five minutes, unless the caller says more. */
  static Duration of(ChatRequest request) {
    Duration longest = longer(HealthBook.HELD_FOR, ofMarks(request));
    longest = longer(longest, said(request.extras().getOrDefault(RETENTION, "")));
    return longer(longest, ttl(request.extras().getOrDefault(OPTIONS, "")));
  }

  /**
   * The fields of OpenAI's that say it of a prompt whose marks are to last for longer than OpenAI
   * keeps it otherwise. There are two lifetimes: it gets the longer.
   */
  static Map<String, String> fields(ChatRequest request) {
    return request.extras().containsKey(OPTIONS)
            || request.extras().containsKey(RETENTION)
            || ofMarks(request).compareTo(USUAL_AT_OPENAI) <= 0
        ? Map.of()
        : Map.of(OPTIONS, "{\"ttl\":\"12h\"}");
  }

  private static Duration ofMarks(ChatRequest request) {
    Duration longest = Duration.ZERO;
    for (Tool tool : request.tools()) {
      longest = longer(longest, tool.cache().flatMap(Part.CacheBreakpoint::ttl));
    }
    for (Message message : request.messages()) {
      longest = longer(longest, ofMarks(message.parts()));
    }
    return longest;
  }

  private static Duration ofMarks(List<Part> parts) {
    Duration longest = Duration.ZERO;
    for (Part part : parts) {
      if (part instanceof Part.CacheBreakpoint(Optional<Duration> ttl)) {
        longest = longer(longest, ttl);
      } else if (part instanceof Part.ToolResult result) {
        longest = longer(longest, ofMarks(result.content()));
      }
    }
    return longest;
  }

  /** The caller's own object is checked by the service: what is none says nothing here. */
  private static Optional<Duration> ttl(String options) {
    Matcher ttl = TTL.matcher(options);
    return ttl.find() ? said(ttl.group(1)) : Optional.empty();
  }

  private static Optional<Duration> said(String word) {
    return switch (word) {
      case "\"30m\"" -> Optional.of(USUAL_AT_OPENAI);
      case "\"12h\"" -> Optional.of(Duration.ofHours(12));
      case "\"24h\"" -> Optional.of(Duration.ofHours(24));
      default -> Optional.empty();
    };
  }

  private static Duration longer(Duration one, Optional<Duration> other) {
    return other.map(it -> longer(one, it)).orElse(one);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
