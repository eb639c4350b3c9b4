package dev.trefoil.provider.openai;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.PromptCache;

/**
 * What services are told of prompts that will come again, by their dialect and by what is known of
 * the model ("Prompt caching" in OpenAI's documentation). Other servers fail on fields that they do
 * not know, as Azure's do with other makers' models: they are told nothing unasked.
 */
record PromptCaches(Dialect dialect) {
  private static final String FIELDS = "prompt_cache_";
  private static final String OPTIONS = "prompt_cache_options";

  /** Whether they take breakpoints. */
  boolean takesMarks(Capabilities can) {
    return dialect.namesPrompts() && can.promptCache() == PromptCache.BREAKPOINTS;
  }

  /** Whether they take a name. */
  boolean takesKey(Capabilities can) {
    return dialect.namesPrompts() && (can.promptCache() == PromptCache.KEY || takesMarks(can));
  }

  /** Whether a field of the caller's own is known to be refused. */
  boolean refuses(String field, Capabilities can) {
    return dialect.namesPrompts()
        && switch (can.promptCache()) {
          case NONE -> field.startsWith(FIELDS);
          case KEY -> field.equals(OPTIONS);
          case UNKNOWN, BREAKPOINTS, CONTENTS -> false;
        };
  }
}
