package dev.trefoil.guardrail;

/**
 * Finds a telephone number: {@code +49 30 901820} by ITU-T E.164, or {@code (415) 555-2671} and
 * {@code 415-555-2671} of North America. Other numbers cannot be told from any others.
 */
final class PhoneNumber {
  private static final int FEWEST = 8;
  private static final int MOST = 15;
  private static final String SEPARATORS = " .-/()";

  private PhoneNumber() {}

  static int match(String text, int at) {
    return PersonalData.charAt(text, at) == '+'
        ? international(text, at + 1)
        : northAmerican(text, at);
  }

  private static int international(String text, int at) {
    if (!PersonalData.isDigit(text, at) || text.charAt(at) == '0') {
      return -1;
    }
    int count = 0;
    int end = -1;
    int i = at;
    while (count < MOST && PersonalData.isDigit(text, i)) {
      i++;
      count++;
      if (count >= FEWEST && !PersonalData.goesOn(text, i)) {
        end = i;
      }
      for (int gap = 0;
          gap < 2 && i < text.length() && SEPARATORS.indexOf(text.charAt(i)) >= 0;
          gap++) {
        i++;
      }
    }
    return end;
  }

  private static int northAmerican(String text, int at) {
    int i = at;
    boolean bracket = PersonalData.charAt(text, i) == '(';
    if (bracket) {
      i++;
    }
    if (!isCode(text, i)) {
      return -1;
    }
    i += 3;
    if (bracket) {
      if (PersonalData.charAt(text, i) != ')') {
        return -1;
      }
      i += PersonalData.charAt(text, i + 1) == ' ' ? 2 : 1;
    } else if (" .-".indexOf(PersonalData.charAt(text, i)) < 0) {
      return -1;
    } else {
      i++;
    }
    if (!isCode(text, i) || " .-".indexOf(PersonalData.charAt(text, i + 3)) < 0) {
      return -1;
    }
    i += 4;
    return PersonalData.isGroup(text, i, 4) && !PersonalData.goesOn(text, i + 4) ? i + 4 : -1;
  }

  /** An area's or exchange's code. */
  private static boolean isCode(String text, int at) {
    return PersonalData.isGroup(text, at, 3) && text.charAt(at) >= '2';
  }
}
