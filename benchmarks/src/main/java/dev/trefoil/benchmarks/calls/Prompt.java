// The one question that every side of a comparison prompts.
package dev.trefoil.benchmarks.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation.
 *
 * @param system what the model is told beforehand
 * @param turns the user's and the model's in turn; the first and the last are the user's
 * @param maxTokens the longest answer; an emulated model repeats the last turn up to there
 */
public record Prompt(Optional<String> system, List<String> turns, int maxTokens) {
  private static final String SENTENCE = "The quick brown fox jumps over the lazy dog again. ";

  /** Whose answer has so many tokens, as the emulators count them. */
  public static Prompt answeredBy(int tokens) {
    return new Prompt(Optional.empty(), List.of("word ".repeat(tokens).strip()), tokens);
  }

  /** One message of so many bytes, with an answer that stays short. */
  public static Prompt ofBytes(int bytes) {
    return new Prompt(Optional.empty(), List.of(text(bytes)), 16);
  }

  /** So many messages of so many bytes each, with an answer that stays short. */
  public static Prompt ofMessages(int messages, int bytes) {
    List<String> turns = new ArrayList<>();
    for (int i = 1 - messages % 2; i < messages; i++) {
      turns.add(text(bytes));
    }
    return new Prompt(
        messages % 2 == 0 ? Optional.of(text(bytes)) : Optional.empty(), List.copyOf(turns), 16);
  }

  /** Whether a turn is the model's. */
  static boolean isModels(int turn) {
    return turn % 2 == 1;
  }

  private static String text(int bytes) {
    return SENTENCE.repeat(bytes / SENTENCE.length() + 1).substring(0, bytes - 1) + ".";
  }
}
