package dev.trefoil.guardrail;

/** Finds the number of a payment card, written in one or with a space or hyphen between digits. */
final class CardNumber {
  private static final int FEWEST = 13;
  private static final int MOST = 19;

  private CardNumber() {}

  static int match(String text, int at) {
    char first = PersonalData.charAt(text, at);
    if (first < '2' || first > '6') { // ISO/IEC 7812-1: what banks and card companies begin with.
      return -1;
    }
    int[] digits = new int[MOST];
    int count = 0;
    int end = -1;
    int i = at;
    while (count < MOST && PersonalData.isDigit(text, i)) {
      digits[count++] = text.charAt(i++) - '0';
      if (count >= FEWEST && !PersonalData.goesOn(text, i) && isValid(digits, count)) {
        end = i;
      }
      char separator = PersonalData.charAt(text, i);
      if ((separator == ' ' || separator == '-') && PersonalData.isDigit(text, i + 1)) {
        i++;
      }
    }
    return end;
  }

  /** Luhn's check. */
  private static boolean isValid(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
