package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Capabilities;
import java.util.regex.Pattern;

/**
 * How hard Gemini 3 and later think. Google Cloud, "Thinking"; the library's messages have no such
 * field.
 */
enum ThinkingLevel {
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH;

  /** Knows no level between the least and the most. */
  private static final Pattern TWO_LEVELS = Pattern.compile("gemini-3-pro");

  /** The Pro models, and all from 3.7 on, think at least at a low level. */
  private static final Pattern AT_LEAST_LOW =
      Pattern.compile("gemini-(?:3[0-9.]*-pro|3\\.[7-9]|4)");

  /**
   * Google AI for Developers, "OpenAI compatibility": Thinking. What is above high is the most.
   *
   * @param effort OpenAI's level
   * @param id the model's
   */
  static ThinkingLevel of(String effort, String id, Capabilities model) {
    return switch (effort) {
      case "minimal" -> is(AT_LEAST_LOW, id, model) ? LOW : MINIMAL;
      case "low" -> LOW;
      case "medium" -> is(TWO_LEVELS, id, model) ? HIGH : MEDIUM;
      default -> HIGH;
    };
  }

  private static boolean is(Pattern models, String id, Capabilities model) {
    return models.matcher(id).find() || models.matcher(model.family()).find();
  }
}
