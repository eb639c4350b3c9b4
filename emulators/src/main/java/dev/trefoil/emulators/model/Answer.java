// What the emulated model says.
package dev.trefoil.emulators.model;

import java.util.List;

/**
 * A model's answer.
 *
 * @param reasoning what it thought before, empty if it was not asked to tell
 * @param text what it says, maybe nothing
 * @param calls the tools that it calls, in order; with any there is no text
 * @param end why it stopped; {@link End#DONE} when it calls tools
 * @param promptTokens words in the whole conversation
 * @param answerTokens words that it said or called with, without its reasoning
 */
public record Answer(
    String reasoning,
    String text,
    List<ToolCall> calls,
    End end,
    int promptTokens,
    int answerTokens) {

  /** Why a model stops. */
  public enum End {
    /** It had no more to say. */
    DONE,
    /** It met a stop sequence. */
    STOP_SEQUENCE,
    /** It reached the limit of tokens. */
    LIMIT
  }

  public Answer {
    calls = List.copyOf(calls);
  }

  /** An answer of text alone. */
  public Answer(String text, End end, int promptTokens, int answerTokens) {
    this("", text, List.of(), end, promptTokens, answerTokens);
  }

  /** Words of its reasoning. */
  public int reasoningTokens() {
    return Words.count(reasoning);
  }

  /** Words in and out, reasoning included. */
  public int totalTokens() {
    return promptTokens + reasoningTokens() + answerTokens;
  }
}
