package dev.trefoil.guardrail;

/**
 * Finds a social security number of the United States: {@code 123-45-6789} or with spaces. Those
 * that are never given out are none (20 CFR 422.103).
 */
final class SocialSecurityNumber {
  private SocialSecurityNumber() {}

  static int match(String text, int at) {
    char separator = PersonalData.charAt(text, at + 3);
    boolean form =
        (separator == '-' || separator == ' ')
            && PersonalData.isGroup(text, at, 3)
            && PersonalData.isGroup(text, at + 4, 2)
            && PersonalData.charAt(text, at + 6) == separator
            && PersonalData.isGroup(text, at + 7, 4)
            && !PersonalData.goesOn(text, at + 11);
    if (!form) {
      return -1;
    }
    String area = text.substring(at, at + 3);
    boolean given =
        !area.equals("000")
            && !area.equals("666")
            && area.charAt(0) != '9'
            && !text.startsWith("00", at + 4)
            && !text.startsWith("0000", at + 7);
    return given ? at + 11 : -1;
  }
}
