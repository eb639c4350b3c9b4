package dev.trefoil.auth;

import java.time.Clock;

/** Makes the authenticator that the configuration asks for. */
public final class Authenticators {
  private Authenticators() {}

  /** Opens no connection; what only one of the four needs is loaded for that one only. */
  public static Authenticator of(AuthSettings settings, Clock clock) {
    return switch (settings) {
      case AuthSettings.None none -> Authenticator.NONE;
      case AuthSettings.Platform platform -> new PlatformAuthenticator();
      case AuthSettings.Keys keys -> new KeyAuthenticator(keys);
      case AuthSettings.Jwt jwt -> JwtAuthenticator.of(jwt, clock);
    };
  }
}
