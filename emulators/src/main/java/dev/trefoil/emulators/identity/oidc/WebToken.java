// A web token as those read it who are to believe it.
package dev.trefoil.emulators.identity.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * A token that could be read; nothing of it is proved yet.
 *
 * @param signed the token, absent when it bears no signature
 * @param algorithm what it says it is signed with, {@code none} included
 */
public record WebToken(Optional<SignedJWT> signed, String algorithm, JWTClaimsSet claims) {

  /** Reads a compact token; absent when it is none. */
  public static Optional<WebToken> read(String compact) {
    try {
      JWT jwt = JWTParser.parse(compact);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      return claims == null
          ? Optional.empty()
          : Optional.of(
              new WebToken(
                  jwt instanceof SignedJWT signed ? Optional.of(signed) : Optional.empty(),
                  jwt.getHeader().getAlgorithm().getName(),
                  claims));
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The claim {@code iss}; empty without one. */
  public String issuer() {
    return text("iss");
  }

  /** The claim {@code sub}; empty without one. */
  public String subject() {
    return text("sub");
  }

  /** The claim {@code aud}. */
  public List<String> audience() {
    return claims.getAudience();
  }

  /** Any claim that is text; empty without it. */
  public String text(String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  /** The name of the key; empty without one. */
  public String keyId() {
    return signed.map(jwt -> jwt.getHeader().getKeyID()).orElse("");
  }

  /** When it begins: {@code nbf}, else {@code iat}, else long ago. */
  public Instant begins() {
    return Optional.ofNullable(claims.getNotBeforeTime())
        .or(() -> Optional.ofNullable(claims.getIssueTime()))
        .map(Date::toInstant)
        .orElse(Instant.EPOCH);
  }

  /** When it ends: {@code exp}, else long ago. */
  public Instant ends() {
    return Optional.ofNullable(claims.getExpirationTime())
        .map(Date::toInstant)
        .orElse(Instant.EPOCH);
  }

  /** Whether this instant is within it, give or take. */
  public boolean isValidAt(Instant now, Duration skew) {
    return now.plus(skew).isAfter(begins()) && now.minus(skew).isBefore(ends());
  }
}
