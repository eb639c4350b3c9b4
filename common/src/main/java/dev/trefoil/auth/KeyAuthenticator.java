package dev.trefoil.auth;

import dev.trefoil.http.HttpCall;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Knows callers by their keys' hashes. How long it takes tells nothing of a key: hashes are
 * compared, whole, and with every key of the list.
 */
final class KeyAuthenticator implements Authenticator {
  private final List<Holder> holders;

  KeyAuthenticator(AuthSettings.Keys settings) {
    holders =
        settings.keys().stream()
            .map(
                key ->
                    new Holder(
                        HexFormat.of().parseHex(key.sha256()),
                        Caller.of(key.name(), key.tenant(), key.routes())))
            .toList();
  }

  @Override
  public Caller authenticate(HttpCall call) throws AuthException {
    return find(hash(call)).orElseThrow(KeyAuthenticator::unknown);
  }

  /** The hash of the key that a call came with. */
  static byte[] hash(HttpCall call) throws AuthException {
    return Credential.of(call.headers())
        .map(key -> new ApiKey(key).hash())
        .orElseThrow(
            () ->
                AuthException.missing(
                    "You didn't provide an API key. Send it in an Authorization header, as"
                        + " 'Bearer YOUR_KEY'.",
                    "no key came with the call"));
  }

  static AuthException unknown() {
    return AuthException.invalid("Incorrect API key provided.", "the key is none of the list");
  }

  /** Who holds the key of a hash. */
  Optional<Caller> find(byte[] hash) {
    Optional<Caller> found = Optional.empty();
    for (Holder holder : holders) {
      if (MessageDigest.isEqual(hash, holder.hash())) {
        found = Optional.of(holder.caller());
      }
    }
    return found;
  }

  /** Who holds the key of a hash. */
  private record Holder(byte[] hash, Caller caller) {}
}
