// What is known of Google's models by their names.
package dev.trefoil.emulators.vertex;

import java.util.Optional;

/** Tells models apart. */
final class GeminiModels {

  /** Models whose names begin so are never there: for tests of that error. */
  static final String MISSING = "no-such-";

  private GeminiModels() {}

  /**
   * Budgets of thinking in tokens.
   *
   * @param min the least that is not 0
   * @param max the most
   * @param zero whether thinking can be switched off
   */
  record Budget(int min, int max, boolean zero) {}

  /** The last part of a model's resource name. */
  static String name(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }

  /** Gemini 3 refuses its own calls of functions without their signatures. */
  static boolean wantsSignatures(String model) {
    return name(model).startsWith("gemini-3");
  }

  /** Older models do not call functions and write JSON in the same answer. */
  static boolean mixesToolsAndJson(String model) {
    return wantsSignatures(model);
  }

  /** Whether callers can have contents kept: of Gemini 4 it keeps prompts by itself alone. */
  static boolean keepsContents(String model) {
    return !name(model).startsWith("gemini-4");
  }

  /** Tokens of the shortest prompt that is kept ("Context caching overview", limits). */
  static int leastKept(String model) {
    return name(model).startsWith("gemini-2") ? 2_048 : 4_096;
  }

  static boolean embeds(String model) {
    String name = name(model);
    return name.contains("embedding") || name.startsWith("textembedding-");
  }

  /**
   * What a model may spend on thinking, by Vertex AI's page on thinking; empty when nothing is
   * known of it.
   */
  static Optional<Budget> budget(String model) {
    String name = name(model);
    if (name.matches("gemini-(2\\.5|3.*)-pro.*")) {
      return Optional.of(new Budget(128, 32_768, false));
    }
    if (name.startsWith("gemini-2.5-flash-lite")) {
      return Optional.of(new Budget(512, 24_576, true));
    }
    return name.startsWith("gemini-2.5-flash")
        ? Optional.of(new Budget(1, 24_576, true))
        : Optional.empty();
  }
}
