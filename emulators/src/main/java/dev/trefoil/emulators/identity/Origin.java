// Who a caller was before any token was exchanged for another.
package dev.trefoil.emulators.identity;

/**
 * An identity as its own cloud vouches for it.
 *
 * @param issuer who vouches, e.g. {@code https://accounts.google.com}; empty for a key that is its
 *     own proof
 * @param subject whom for, e.g. a role's ARN
 */
public record Origin(String issuer, String subject) {

  /** Nobody that is known. */
  public static final Origin NOBODY = new Origin("", "");
}
