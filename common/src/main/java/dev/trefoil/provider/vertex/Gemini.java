package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Capabilities;

/**
 * What Gemini 3 and later do otherwise than the models before them; by family, so tuned models can
 * be of them.
 */
final class Gemini {
  private Gemini() {}

  /** Refuses calls without signatures in the history. */
  static boolean wantsSignatures(Capabilities model) {
    return isThird(model);
  }

  /** Calls functions and writes JSON in one answer. */
  static boolean mixesToolsAndJson(Capabilities model) {
    return isThird(model);
  }

  /** Sees what functions give back beside text. */
  static boolean seesResults(Capabilities model) {
    return isThird(model);
  }

  /** Takes a level of thinking. A budget too, but not as well; levels are what it is made for. */
  static boolean thinksByLevel(Capabilities model) {
    return isThird(model);
  }

  private static boolean isThird(Capabilities model) {
    return model.family().contains("gemini-3") || model.family().contains("gemini-4");
  }
}
