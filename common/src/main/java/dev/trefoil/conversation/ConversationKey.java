package dev.trefoil.conversation;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a conversation goes by: the thread that its turns are in.
 *
 * @param thread 24 small letters and digits; 124 bits that nobody guesses
 */
public record ConversationKey(String thread) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{24}");

  /**
   * @throws IllegalArgumentException when it is not of that form
   */
  public ConversationKey {
    if (!FORM.matcher(thread).matches()) {
      throw new IllegalArgumentException("no key of a conversation: " + thread);
    }
  }

  /** A key by its text; empty where it is none. */
  public static Optional<ConversationKey> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ConversationKey(text)) : Optional.empty();
  }

  static ConversationKey make(RandomGenerator random) {
    return new ConversationKey(TurnKey.first(random).thread());
  }

  /** Whether a turn is one of it. */
  public boolean has(TurnKey turn) {
    return turn.thread().equals(thread);
  }

  /** Where its head lies: before all its turns, so that one query reads both. */
  TurnKey head() {
    return TurnKey.place(thread, 0);
  }

  @Override
  public String toString() {
    return thread;
  }
}
