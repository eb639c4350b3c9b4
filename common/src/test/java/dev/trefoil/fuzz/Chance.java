package dev.trefoil.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** What chance decides in one case; the same seed and number decide the same. */
final class Chance {
  private static final List<String> WORDS =
      List.of(
          "one",
          "two",
          "three",
          "a  b",
          "grüß dich",
          "日本語",
          "\ud83d\ude00\ud83c\udffd",
          "e\u0301\u0327",
          "שלום",
          "\u202eabc",
          "tab\tand\nline\r\n",
          "\"quoted\" \\back\\ /slash/",
          "nul\u0000bell\u0007",
          "\ufeff\u2028\u2029",
          "${jndi:x} <b>&amp;</b> %s %n {}",
          "data: [DONE]",
          "\uffff");

  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  static Chance of(long seed, int number) {
    // A multiplier of Knuth's keeps neighbouring cases apart.
    return new Chance(new SplittableRandom(seed ^ (number * 6364136223846793005L)));
  }

  /** From 0, below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}. */
  int from(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  long anyLong() {
    return random.nextLong();
  }

  /** From {@code least} to {@code most}, with the bounds themselves now and then. */
  double number(double least, double most) {
    return switch (random.nextInt(8)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> Math.rint((least + most) / 2);
      default -> random.nextDouble(least, most);
    };
  }

  /** True once in {@code times}. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  @SafeVarargs
  final <T> T pick(T... items) {
    return items[random.nextInt(items.length)];
  }

  /** A text that says something. */
  String text() {
    if (oneIn(200)) {
      return "x".repeat(from(1_000, 20_000));
    }
    StringBuilder text = new StringBuilder(pick(WORDS));
    for (int i = below(4); i > 0; i--) {
      text.append(' ').append(pick(WORDS));
    }
    return text.toString();
  }

  /** Letters, digits, underscores and dashes, as names of tools and schemas are made of. */
  String name(int most) {
    int length = oneIn(8) ? most : from(1, Math.min(most, 12));
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-".charAt(below(64)));
    }
    return name.toString();
  }
}
