package dev.trefoil.guardrail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Finds an international bank account number, written in one or in groups. */
final class Iban {
  /** Country and length, of SWIFT's IBAN registry. */
  private static final String REGISTRY =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
          + "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
          + "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28"
          + "PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22"
          + "VG24XK20YE30";

  private static final Map<String, Integer> LENGTHS = lengths();

  private static final int CHECK = 97;

  private Iban() {}

  private static Map<String, Integer> lengths() {
    Map<String, Integer> lengths = new HashMap<>();
    for (int i = 0; i < REGISTRY.length(); i += 4) {
      lengths.put(REGISTRY.substring(i, i + 2), Integer.parseInt(REGISTRY.substring(i + 2, i + 4)));
    }
    return lengths;
  }

  static int match(String text, int at) {
    if (!PersonalData.isDigit(text, at + 2) || !PersonalData.isDigit(text, at + 3)) {
      return -1;
    }
    Integer length = LENGTHS.get(text.substring(at, at + 2).toUpperCase(Locale.ROOT));
    if (length == null) {
      return -1;
    }
    StringBuilder plain = new StringBuilder(length);
    int i = at;
    while (plain.length() < length) {
      if (PersonalData.charAt(text, i) == ' ' && plain.length() >= 4) {
        i++;
      }
      char c = PersonalData.charAt(text, i);
      if (!PersonalData.isDigit(text, i) && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return -1;
      }
      plain.append(c);
      i++;
    }
    return !PersonalData.goesOn(text, i) && isValid(plain) ? i : -1;
  }

  /** ISO 7064's check: the first four characters go to the end, letters count from 10. */
  private static boolean isValid(StringBuilder plain) {
    int rest = 0;
    for (int i = 0; i < plain.length(); i++) {
      int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % CHECK;
    }
    return rest == 1;
  }
}
