package dev.trefoil.chat;

/**
 * Tokens that a service counted for one answer.
 *
 * @param promptTokens all input tokens, those read from and written to a cache included
 * @param completionTokens all output tokens, reasoning included
 * @param cachedTokens input tokens read from a cache
 * @param cacheWriteTokens input tokens written to a cache, for however long
 * @param cacheWriteHourTokens of these, the ones that are kept for an hour, which cost more
 * @param reasoningTokens output tokens of reasoning
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long cachedTokens,
    long cacheWriteTokens,
    long cacheWriteHourTokens,
    long reasoningTokens) {
  /** Nothing counted. */
  public static final Usage NONE = new Usage(0, 0);

  /** Without caching and reasoning. */
  public Usage(long promptTokens, long completionTokens) {
    this(promptTokens, completionTokens, 0, 0, 0, 0);
  }

  /** Without tokens that are kept for an hour. */
  public Usage(
      long promptTokens,
      long completionTokens,
      long cachedTokens,
      long cacheWriteTokens,
      long reasoningTokens) {
    this(promptTokens, completionTokens, cachedTokens, cacheWriteTokens, 0, reasoningTokens);
  }

  /** Of two answers together. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        cachedTokens + other.cachedTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        cacheWriteHourTokens + other.cacheWriteHourTokens,
        reasoningTokens + other.reasoningTokens);
  }

  /** Input tokens that are neither read from a cache nor written to one. */
  public long freshTokens() {
    return Math.max(0, promptTokens - cachedTokens - cacheWriteTokens);
  }

  public long totalTokens() {
    return promptTokens + completionTokens;
  }
}
