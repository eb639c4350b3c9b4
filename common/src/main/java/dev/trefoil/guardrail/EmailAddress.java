package dev.trefoil.guardrail;

/** Finds an e-mail address as it is written outside of quotes (RFC 5321, 4.1.2). */
final class EmailAddress {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 255;
  private static final String MARKS = "._%+-'";

  private EmailAddress() {}

  static int match(String text, int at) {
    int i = at;
    while (i - at <= LONGEST_LOCAL && isLocal(text, i)) {
      i++;
    }
    if (i == at || i - at > LONGEST_LOCAL || PersonalData.charAt(text, i) != '@') {
      return -1;
    }
    return domain(text, i + 1);
  }

  private static boolean isLocal(String text, int at) {
    return PersonalData.goesOn(text, at)
        || at < text.length() && MARKS.indexOf(text.charAt(at)) >= 0;
  }

  /** The end of a name of at least two labels, the last of them two letters or more; or -1. */
  private static int domain(String text, int at) {
    int end = -1;
    int label = at;
    boolean dotted = false;
    for (int i = at; i - at <= LONGEST_DOMAIN; i++) {
      if (PersonalData.goesOn(text, i)) {
        continue;
      }
      boolean word = i - label >= 2 && Character.isLetter(text.charAt(label));
      if (dotted && word) {
        end = i;
      }
      char c = PersonalData.charAt(text, i);
      if (c == '.' && i > label && PersonalData.goesOn(text, i + 1)) {
        dotted = true;
        label = i + 1;
      } else if (c != '-' || i == label) {
        return end;
      }
    }
    return end;
  }
}
