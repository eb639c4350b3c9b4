package dev.trefoil.auth;

import dev.trefoil.http.HttpCall;

/** Tells who sends a call, from its head alone. Used by many threads at once. */
@FunctionalInterface
public interface Authenticator {
  /** Asks nobody. */
  Authenticator NONE = call -> Caller.ANONYMOUS;

  /**
   * Never reads the body. May block for seconds while the issuer's keys are fetched.
   *
   * @throws AuthException when it cannot be told
   */
  Caller authenticate(HttpCall call) throws AuthException;
}
