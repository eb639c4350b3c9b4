// What OpenAI's services had of a prompt already.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.Prompt;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.cache.PromptCache.Use;

/**
 * A prompt and how its cache counts.
 *
 * @param marked whether the model keeps breakpoints, which it counts exactly and takes money for;
 *     others keep everything, in steps of tokens, for nothing
 */
record CachedPrompt(Prompt prompt, boolean marked) {
  private static final int MINIMUM = 1_024;
  private static final int STEP = 128;

  /** Tokens that were read and written; both are among those of the prompt. */
  Use use(PromptCache cache) {
    Use use = cache.use(prompt, MINIMUM);
    return marked ? use : new Use(use.read() - use.read() % STEP, 0, 0);
  }

  /** Tells of it in an answer's usage. */
  static ObjectNode tell(Use use, ObjectNode details) {
    return details.put("cached_tokens", use.read()).put("cache_write_tokens", use.written());
  }
}
