// How a model service asks whether a bearer token was issued for it. The seam where tokens may
// become
// signed ones.
package dev.trefoil.emulators.identity;

import java.util.Optional;

/** Checks the bearer tokens that a model service receives. */
@FunctionalInterface
public interface BearerVerifier {

  /** Whether this token, the part after {@code Bearer }, opens the service now. */
  Verdict verify(String token);

  /**
   * Whether this Authorization header opens the service now.
   *
   * @param authorization the header's value, absent when it did not come
   */
  default Verdict verifyHeader(Optional<String> authorization) {
    return authorization
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> verify(value.substring(7).strip()))
        .orElseGet(() -> new Verdict.Rejected("missing_token", "no bearer token"));
  }

  /** Accepts this one token: for tests that have no identity endpoint. */
  static BearerVerifier accepting(String token, String principal) {
    return presented ->
        presented.equals(token)
            ? new Verdict.Accepted(principal)
            : new Verdict.Rejected("invalid_token", "an unknown token");
  }
}
