// What the emulated model says.
package dev.trefoil.emulators.model;

/**
 * A model's answer.
 *
 * @param text what it says, maybe nothing
 * @param end why it stopped
 * @param promptTokens words in the whole conversation
 * @param answerTokens words that it said
 */
public record Answer(String text, End end, int promptTokens, int answerTokens) {

  /** Why a model stops. */
  public enum End {
    /** It had no more to say. */
    DONE,
    /** It met a stop sequence. */
    STOP_SEQUENCE,
    /** It reached the limit of tokens. */
    LIMIT
  }

  /** Words in and out. */
  public int totalTokens() {
    return promptTokens + answerTokens;
  }
}
