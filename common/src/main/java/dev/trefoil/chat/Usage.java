package dev.trefoil.chat;

/**
 * Tokens that a service counted for one answer.
 *
 * @param promptTokens all input tokens, those read from and written to a cache included
 * @param completionTokens all output tokens, reasoning included
 * @param cachedTokens input tokens read from a cache
 * @param cacheWriteTokens input tokens written to a cache
 * @param reasoningTokens output tokens of reasoning
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long cachedTokens,
    long cacheWriteTokens,
    long reasoningTokens) {
  /** Nothing counted. */
  public static final Usage NONE = new Usage(0, 0);

  /** Without caching and reasoning. */
  public Usage(long promptTokens, long completionTokens) {
    this(promptTokens, completionTokens, 0, 0, 0);
  }

  /** Of two answers together. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        cachedTokens + other.cachedTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        reasoningTokens + other.reasoningTokens);
  }

  public long totalTokens() {
    return promptTokens + completionTokens;
  }
}
