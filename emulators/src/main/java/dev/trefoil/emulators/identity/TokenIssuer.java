// Hands out opaque access tokens and knows its own again.
package dev.trefoil.emulators.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Issues one token per audience at a time, and a new one when the old nears its end. */
final class TokenIssuer {

  private final String prefix;
  private final String principal;
  private final Duration lifetime;
  private final Clock clock;
  private final Map<String, Token> current = new ConcurrentHashMap<>();
  private final Map<String, Token> issued = new ConcurrentHashMap<>();

  TokenIssuer(String prefix, String principal, Duration lifetime, Clock clock) {
    this.prefix = prefix;
    this.principal = principal;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /**
   * A token.
   *
   * @param value what the bearer presents
   * @param audience whom it is for
   * @param expiresAt when it stops working
   */
  record Token(String value, String audience, Instant expiresAt) {
    /** Without the token itself, so that it may be logged. */
    @Override
    public String toString() {
      return "Token[%s, %s]".formatted(audience, expiresAt);
    }
  }

  /** The audience's token, with at least a tenth of its lifetime left. */
  Token issue(String audience) {
    Instant now = clock.instant();
    return current.compute(
        audience,
        (key, token) -> {
          if (token != null && token.expiresAt().isAfter(now.plus(lifetime.dividedBy(10)))) {
            return token;
          }
          issued.values().removeIf(old -> old.expiresAt().isBefore(now.minus(lifetime)));
          var fresh = new Token(prefix + SecretText.base64(48), audience, now.plus(lifetime));
          issued.put(fresh.value(), fresh);
          return fresh;
        });
  }

  /** How much longer the token works, in whole seconds. */
  long secondsLeft(Token token) {
    return Duration.between(clock.instant(), token.expiresAt()).toSeconds();
  }

  /** Accepts tokens that were issued here, for this audience, and have not expired. */
  BearerVerifier verifier(String audience) {
    return value -> {
      Token token = issued.get(value);
      if (token == null) {
        return new Verdict.Rejected("invalid_token", "a token that was not issued here");
      }
      if (!token.audience().equals(audience)) {
        return new Verdict.Rejected(
            "invalid_token", "a token for the audience " + token.audience());
      }
      if (!clock.instant().isBefore(token.expiresAt())) {
        return new Verdict.Rejected(
            "invalid_token", "a token that expired at " + token.expiresAt());
      }
      return new Verdict.Accepted(principal);
    };
  }
}
