// Makes up questions, the same ones for the same seed.
package dev.trefoil.local.drill;

import dev.trefoil.local.drill.Question.Shape;
import java.util.random.RandomGenerator;

/** A source of questions. */
final class Questions {
  /**
   * More words than all attempts of a call can give before they are cut: three services, asked
   * twice, {@link FaultSchedule#MOST_TOKENS} words each. So an answer that ends without its end
   * mark is never whole by accident.
   */
  private static final int FEWEST_WORDS = 24;

  private static final int MOST_WORDS = 48;

  /** Of one to four bytes each. */
  private static final int[] LETTERS = "abcdefghijklmnopqrstuvwxyzäéñø文𝄞😀".codePoints().toArray();

  private final RandomGenerator random;
  private int count;

  Questions(RandomGenerator random) {
    this.random = random;
  }

  Question next() {
    int shape = random.nextInt(10);
    return next(shape < 6 ? Shape.TEXT : shape < 8 ? Shape.JSON : Shape.TOOL, random.nextBoolean());
  }

  Question next(Shape shape, boolean streamed) {
    count++;
    StringBuilder words = new StringBuilder();
    int length = random.nextInt(FEWEST_WORDS, MOST_WORDS + 1);
    for (int i = 0; i < length; i++) {
      words.append(i == 0 ? "" : " ");
      int letters = random.nextInt(3, 10);
      for (int j = 0; j < letters; j++) {
        words.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
      }
    }
    return new Question("drill-" + count, shape, streamed, words.toString());
  }
}
