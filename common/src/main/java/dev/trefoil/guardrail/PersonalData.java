package dev.trefoil.guardrail;

import java.util.Locale;

/** Personal data that has a form, most of it with check digits. */
public enum PersonalData {
  /** Numbers of payment cards: 13 to 19 digits by Luhn's check (ISO/IEC 7812-1). */
  CARD {
    @Override
    int match(String text, int at) {
      return CardNumber.match(text, at);
    }
  },
  /** Account numbers by ISO 13616: of the country's length, by the check modulo 97. */
  IBAN {
    @Override
    int match(String text, int at) {
      return Iban.match(text, at);
    }
  },
  /** E-mail addresses. */
  EMAIL {
    @Override
    int match(String text, int at) {
      return EmailAddress.match(text, at);
    }
  },
  /** Telephone numbers: international ones with a plus, and North American ones in groups. */
  PHONE {
    @Override
    int match(String text, int at) {
      return PhoneNumber.match(text, at);
    }
  },
  /** Social security numbers of the United States, in groups. */
  SSN {
    @Override
    int match(String text, int at) {
      return SocialSecurityNumber.match(text, at);
    }
  };

  /**
   * The end of what stands at a place; -1 where it is none. Takes a bounded number of steps.
   *
   * @param at where no letter or digit stands before
   */
  abstract int match(String text, int at);

  /** As the configuration says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static boolean isDigit(String text, int at) {
    return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Whether a number or a word would go on here. */
  static boolean goesOn(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** Whether {@code digits} digits stand here, and none behind. */
  static boolean isGroup(String text, int at, int digits) {
    for (int i = 0; i < digits; i++) {
      if (!isDigit(text, at + i)) {
        return false;
      }
    }
    return !isDigit(text, at + digits);
  }

  static char charAt(String text, int at) {
    return at >= 0 && at < text.length() ? text.charAt(at) : '\0';
  }
}
