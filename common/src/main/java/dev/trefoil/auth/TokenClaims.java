package dev.trefoil.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads claims that identity providers write in more than one way. */
final class TokenClaims {
  private TokenClaims() {}

  static Optional<String> text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A claim's values: those of a list; a text itself, and its words, as {@code scope} has them. */
  static List<String> values(JWTClaimsSet claims, String name) {
    return switch (claims.getClaim(name)) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case String text -> text.indexOf(' ') < 0 ? List.of(text) : words(text);
      case Number number -> List.of(number.toString());
      case Boolean flag -> List.of(flag.toString());
      case null, default -> List.of();
    };
  }

  private static List<String> words(String text) {
    return Stream.concat(Stream.of(text), Arrays.stream(text.split(" +"))).toList();
  }

  /** What all values of the claim allow together. */
  static AllowedRoutes allowed(JWTClaimsSet claims, AuthSettings.ClaimedRoutes routes) {
    return AllowedRoutes.of(
        values(claims, routes.claim()).stream()
            .flatMap(value -> routes.allow().getOrDefault(value, List.of()).stream())
            .toList());
  }
}
