// What a service thinks of a credential.
package dev.trefoil.emulators.identity;

/** The outcome of checking a credential. */
public sealed interface Verdict {

  /**
   * It is good.
   *
   * @param principal whom it belongs to, e.g. a role's ARN or a service account's address
   * @param origin who that was before any exchange
   */
  record Accepted(String principal, Origin origin) implements Verdict {

    /** A credential that nobody vouches for but its holder. */
    public Accepted(String principal) {
      this(principal, new Origin("", principal));
    }
  }

  /**
   * It is not.
   *
   * @param code the vendor's name for what is wrong, e.g. an exception's
   * @param reason in words, without the credential
   */
  record Rejected(String code, String reason) implements Verdict {}
}
