package dev.trefoil.retrieval;

import java.util.regex.Pattern;

/**
 * Texts as their words, for analysers that would take {@code trefoil.yaml} or {@code user_name} for
 * one, and for query languages that would read a dash as a command.
 */
public final class Words {
  /** In Java's form and Lucene's: the punctuation of ASCII. */
  public static final String APART = "\\p{Punct}+";

  private static final Pattern PUNCTUATION = Pattern.compile(APART);

  private Words() {}

  /** A text with a space for all that stands between words; blank where it has none. */
  public static String apart(String text) {
    return PUNCTUATION.matcher(text).replaceAll(" ").strip();
  }
}
