package dev.trefoil.auth;

import dev.trefoil.http.HttpCall;
import java.util.Optional;

/** Takes the platform's word, and nobody else's. */
final class PlatformAuthenticator implements Authenticator {
  @Override
  public Caller authenticate(HttpCall call) throws AuthException {
    return call.principal()
        .map(principal -> Caller.named(principal.name(), Optional.empty(), Optional.empty()))
        .orElseThrow(
            () ->
                AuthException.missing(
                    "Nobody vouches for this call: send it through a door of the platform that"
                        + " verifies its sender.",
                    "the platform vouches for nobody: docs/authentication.md says what each needs"));
  }
}
