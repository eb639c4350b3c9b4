// The ways in which an issued token or key can be wrong, each of which some check must catch.
package dev.trefoil.emulators;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a token. A key knows no audience and is not signed: it gets a wrong token. */
public enum Flaw {
  /** It is for someone else. */
  WRONG_AUDIENCE,
  /** It stands for someone else of the same issuer. */
  WRONG_SUBJECT,
  /** Someone else claims to have issued it; a key is another account's. */
  WRONG_ISSUER,
  /** Its signature is another key's; a key signs what nobody can verify. */
  BAD_SIGNATURE,
  /** It has ended, whatever the answer around it says. */
  EXPIRED,
  /** It is not signed. */
  UNSIGNED;

  /** The name in JSON. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The flaw of this name in JSON. */
  static Optional<Flaw> of(String jsonName) {
    return Arrays.stream(values()).filter(flaw -> flaw.jsonName().equals(jsonName)).findFirst();
  }
}
