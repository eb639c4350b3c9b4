package dev.trefoil.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads claims that identity providers write in more than one way. */
final class TokenClaims {
  /** Whose texts are lists of words: RFC 8693's name for it, and Entra's. */
  private static final Set<String> OF_WORDS = Set.of("scope", "scp");

  private TokenClaims() {}

  static Optional<String> text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * A claim's values: those of a list, the words of a scope, else the one that it is. A person who
   * is called "Ann Admin" is no admin.
   */
  static List<String> values(JWTClaimsSet claims, String name) {
    return switch (claims.getClaim(name)) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case String text -> OF_WORDS.contains(name) ? List.of(text.split(" +")) : List.of(text);
      case Number number -> List.of(number.toString());
      case Boolean flag -> List.of(flag.toString());
      case null, default -> List.of();
    };
  }

  /** What all values of the claim allow together. */
  static AllowedRoutes allowed(JWTClaimsSet claims, AuthSettings.ClaimedRoutes routes) {
    return AllowedRoutes.of(
        values(claims, routes.claim()).stream()
            .flatMap(value -> routes.allow().getOrDefault(value, List.of()).stream())
            .toList());
  }
}
