package dev.trefoil.guardrail;

import java.util.Locale;
import java.util.regex.Pattern;

/** A service's word for what it has found, in the form that headers and placeholders take. */
final class Category {
  private static final int LONGEST = 40;
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9_-]+");

  private Category() {}

  static String of(String word) {
    String plain = OTHERS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("-");
    String category = plain.substring(0, Math.min(plain.length(), LONGEST));
    return category.isEmpty() ? "found" : category;
  }
}
