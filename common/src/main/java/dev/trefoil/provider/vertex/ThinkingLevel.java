package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Capabilities;
import java.util.regex.Pattern;

/**
 * How hard Gemini 3 thinks. Google Cloud, "Thinking"; the library's messages have no such field.
 */
enum ThinkingLevel {
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH;

  /** Knows no level between the least and the most. */
  private static final Pattern TWO_LEVELS = Pattern.compile("gemini-3-pro");

  private static final Pattern PRO = Pattern.compile("gemini-3[0-9.]*-pro");

  /**
   * Google AI for Developers, "OpenAI compatibility": Thinking. What is above high is the most.
   *
   * @param effort OpenAI's level
   * @param id the model's
   */
  static ThinkingLevel of(String effort, String id, Capabilities model) {
    return switch (effort) {
      case "minimal" -> is(PRO, id, model) ? LOW : MINIMAL;
      case "low" -> LOW;
      case "medium" -> is(TWO_LEVELS, id, model) ? HIGH : MEDIUM;
      default -> HIGH;
    };
  }

  private static boolean is(Pattern models, String id, Capabilities model) {
    return models.matcher(id).find() || models.matcher(model.family()).find();
  }
}
