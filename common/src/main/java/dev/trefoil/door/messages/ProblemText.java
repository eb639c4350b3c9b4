package dev.trefoil.door.messages;

import dev.trefoil.door.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem in words: Anthropic's errors have no member for the field that is to blame, and clients
 * look for some of its own words.
 */
final class ProblemText {
  /** This format's names of fields that all others know by OpenAI's. */
  private static final Map<String, String> NAMES =
      Map.of(
          "stop", "stop_sequences",
          "response_format", "output_config.format",
          "reasoning_effort", "output_config.effort",
          "reasoning.summary", "thinking.display",
          "parallel_tool_calls", "tool_choice.disable_parallel_tool_use",
          "user", "metadata.user_id");

  private static final Pattern TOO_LONG =
      Pattern.compile("prompt is too long: \\d+ tokens > \\d+ maximum");

  /** Of tokens, with or without commas. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(?:,\\d{3})+|\\d{3,12}");

  private ProblemText() {}

  static String of(Problem problem) {
    String words = problem.getMessage();
    if (problem.code().filter("context_length_exceeded"::equals).isPresent()) {
      return tooLong(words);
    }
    String field = problem.param().map(ProblemText::name).orElse("");
    return words.contains(field) ? words : field + ": " + words;
  }

  /** Below the first name others count messages and tools otherwise than the caller does. */
  private static String name(String param) {
    int end = param.indexOf('[');
    String first = end < 0 ? param : param.substring(0, end);
    if (NAMES.containsKey(first)) {
      return NAMES.get(first);
    }
    return first.startsWith("response_format.") ? "output_config.format" : first;
  }

  /** Claude Code makes its conversation shorter where it reads these words. */
  private static String tooLong(String words) {
    if (TOO_LONG.matcher(words).find()) {
      return words;
    }
    List<Long> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(words);
    while (matcher.find()) {
      numbers.add(Long.parseLong(matcher.group().replace(",", "")));
    }
    List<Long> largest =
        numbers.stream().distinct().sorted(Comparator.reverseOrder()).limit(2).toList();
    return largest.size() < 2
        ? "prompt is too long: " + words
        : "prompt is too long: %d tokens > %d maximum (%s)"
            .formatted(largest.get(0), largest.get(1), words);
  }
}
