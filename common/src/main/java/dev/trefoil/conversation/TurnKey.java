package dev.trefoil.conversation;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a turn goes by. It says where the turn stands, so that it is found without an index, and all
 * that went before it with one query: 24 characters are the thread's, 4 the position in it, and 4
 * tell apart those who went on from the same turn at once.
 *
 * @param text 32 small letters and digits; 124 bits of them nobody guesses
 */
public record TurnKey(String text) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{32}");

  private static final int LENGTH = 32;
  private static final int RADIX = 36;
  private static final int THREAD = 24;
  private static final int POSITION = 4;

  /** A thread that is longer goes on as another. */
  static final int LAST_POSITION = RADIX * RADIX * RADIX * RADIX - 1;

  /** So many characters of a thread say which share of its caller's threads it is in. */
  private static final int SHARE = 2;

  /** So many shares a caller's threads are kept in. */
  static final int SHARES = RADIX * RADIX;

  /**
   * @throws IllegalArgumentException when it is not of that form
   */
  public TurnKey {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("no key of a turn: " + text);
    }
  }

  /** A key by its text; empty where it is none. */
  public static Optional<TurnKey> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TurnKey(text)) : Optional.empty();
  }

  /** Of the first turn of a new thread. */
  static TurnKey first(RandomGenerator random) {
    return at(letters(random, THREAD), 0, random);
  }

  /** The name of the record in which a conversation's turn at a position lies. */
  static TurnKey place(String thread, int position) {
    return new TurnKey(start(thread, position) + "0".repeat(LENGTH - THREAD - POSITION));
  }

  /** The name of the record that it lies in as a turn of a conversation. */
  TurnKey place() {
    return place(thread(), before());
  }

  /** Of a turn that follows this one. */
  TurnKey next(RandomGenerator random) {
    return before() == LAST_POSITION ? first(random) : at(thread(), before() + 1, random);
  }

  /** Of another turn in the place of this one. */
  TurnKey another(RandomGenerator random) {
    return at(thread(), before(), random);
  }

  /**
   * Of this turn, in which whatever was drawn is a digest's: the same for the same digest.
   *
   * @param digest 64 hexadecimal digits
   */
  public TurnKey drawnFrom(String digest) {
    String thread = before() == 0 ? digest.substring(0, THREAD) : thread();
    return new TurnKey(thread + position() + digest.substring(THREAD, LENGTH - POSITION));
  }

  /** Of a turn at a position of a thread. */
  static TurnKey at(String thread, int position, RandomGenerator random) {
    return new TurnKey(start(thread, position) + letters(random, LENGTH - THREAD - POSITION));
  }

  private static String start(String thread, int position) {
    return thread + digits(position, POSITION);
  }

  private static String digits(int number, int count) {
    String digits = Integer.toString(number, RADIX);
    return "0".repeat(count - digits.length()) + digits;
  }

  static String letters(RandomGenerator random, int count) {
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }

  String thread() {
    return text.substring(0, THREAD);
  }

  /** Four digits, in whose order a thread's turns were. */
  String position() {
    return text.substring(THREAD, THREAD + POSITION);
  }

  /** How many turns may stand before it. */
  int before() {
    return Integer.parseInt(position(), RADIX);
  }

  /** The share of its caller's threads that it is in. */
  String share() {
    return share(text);
  }

  /** The share of its caller's threads that a thread is in. */
  static String share(String thread) {
    return thread.substring(0, SHARE);
  }

  /**
   * A share by its number.
   *
   * @param number from 0, and less than {@link #SHARES}
   */
  static String share(int number) {
    return digits(number, SHARE);
  }

  @Override
  public String toString() {
    return text;
  }
}
