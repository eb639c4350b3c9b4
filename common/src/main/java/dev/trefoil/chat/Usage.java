package dev.trefoil.chat;

/**
 * Tokens that a service counted for one answer.
 *
 * @param promptTokens all input tokens, cached ones included
 * @param completionTokens all output tokens, reasoning included
 */
public record Usage(long promptTokens, long completionTokens) {
  /** Nothing counted. */
  public static final Usage NONE = new Usage(0, 0);

  public long totalTokens() {
    return promptTokens + completionTokens;
  }
}
