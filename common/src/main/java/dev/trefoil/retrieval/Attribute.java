package dev.trefoil.retrieval;

/** What a file is said to be, for filters: a value of one of the three types that OpenAI has. */
public sealed interface Attribute {
  /**
   * A text.
   *
   * @param value at most {@link #LONGEST} characters
   */
  record Text(String value) implements Attribute {
    /** Characters, as OpenAI's vector stores have it. */
    public static final int LONGEST = 512;

    /**
     * @throws IllegalArgumentException when it is longer
     */
    public Text {
      if (value.length() > LONGEST) {
        throw new IllegalArgumentException("a text of more than " + LONGEST + " characters");
      }
      value = WellFormed.of(value);
    }
  }

  /** A finite number. */
  record Number(double value) implements Attribute {
    /**
     * @throws IllegalArgumentException when it is not finite
     */
    public Number {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a number that is not finite");
      }
      value = value == 0 ? 0 : value; // Minus zero is zero to every index.
    }
  }

  /** Whether or not. */
  record Flag(boolean value) implements Attribute {}
}
