package dev.trefoil.auth;

import dev.trefoil.store.RecordStore;
import java.time.Clock;
import java.util.Optional;

/** Makes the authenticator that the configuration asks for. */
public final class Authenticators {
  private Authenticators() {}

  /** Opens no connection; what only one of the four needs is loaded for that one only. */
  public static Authenticator of(AuthSettings settings, Clock clock) {
    return of(settings, clock, Optional.empty());
  }

  /**
   * The same, where keys may have been issued.
   *
   * @param records in which these are kept; empty where the cloud has no table
   * @throws IllegalArgumentException where keys are issued and there is no table
   */
  public static Authenticator of(
      AuthSettings settings, Clock clock, Optional<RecordStore> records) {
    return switch (settings) {
      case AuthSettings.None none -> Authenticator.NONE;
      case AuthSettings.Platform platform -> new PlatformAuthenticator();
      case AuthSettings.Keys keys ->
          keys.issued().isEmpty() ? new KeyAuthenticator(keys) : issued(keys, clock, records);
      case AuthSettings.Jwt jwt -> JwtAuthenticator.of(jwt, clock);
    };
  }

  private static Authenticator issued(
      AuthSettings.Keys keys, Clock clock, Optional<RecordStore> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException(
          "'auth.issued' needs a table, and 'jobs' says nothing of this cloud");
    }
    return new IssuedKeyAuthenticator(
        new KeyAuthenticator(keys),
        new KeyDirectory(records.get()),
        keys.issued().orElseThrow(),
        clock);
  }
}
