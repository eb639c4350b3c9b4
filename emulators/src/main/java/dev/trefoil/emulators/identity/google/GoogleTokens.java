// Google's access tokens: opaque, and known to Google alone.
package dev.trefoil.emulators.identity.google;

import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.SecretText;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Issues them and knows them again. */
public final class GoogleTokens {

  /** The scope that opens Vertex AI. */
  public static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  /** The code for a good token that is for other services. */
  public static final String SCOPE_INSUFFICIENT = "ACCESS_TOKEN_SCOPE_INSUFFICIENT";

  /** The code for a good token whose holder has no role. */
  public static final String PERMISSION_DENIED = "IAM_PERMISSION_DENIED";

  private static final String OTHER_SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
  private static final int LIMIT = 10_000;

  private final TokenLedger ledger;
  private final Clock clock;
  private final Map<String, Issued> issued = new ConcurrentHashMap<>();

  /** None yet. */
  public GoogleTokens(TokenLedger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * A token.
   *
   * @param value what the bearer presents
   * @param expiresAt when it stops working, as the answer around it says
   */
  public record Token(String value, Instant expiresAt) {
    /** Without the token itself, so that it may be logged. */
    @Override
    public String toString() {
      return "Token[%s]".formatted(expiresAt);
    }
  }

  private record Issued(String principal, String scope, Instant expiresAt, Origin origin) {}

  /**
   * Issues a token.
   *
   * @param prefix real ones begin so, and log scrubbers look for it
   * @param principal whom it stands for
   * @param flaw what is to be wrong with it
   */
  public Token issue(
      String prefix, String principal, Duration lifetime, Origin origin, Optional<Flaw> flaw) {
    Instant now = clock.instant();
    Instant end = now.plus(lifetime);
    var token = new Token(prefix + SecretText.base64(90), end);
    var good = new Issued(principal, CLOUD_PLATFORM, end, origin);
    if (issued.size() >= LIMIT) {
      issued.values().removeIf(old -> old.expiresAt().isBefore(now));
    }
    Optional<Issued> known =
        switch (flaw.orElse(null)) {
          case null -> Optional.of(good);
          case WRONG_AUDIENCE -> Optional.of(new Issued(principal, OTHER_SCOPE, end, origin));
          case WRONG_SUBJECT, WRONG_ISSUER ->
              Optional.of(new Issued("someone-else", CLOUD_PLATFORM, end, origin));
          case EXPIRED -> Optional.of(new Issued(principal, CLOUD_PLATFORM, now, origin));
          case BAD_SIGNATURE, UNSIGNED -> Optional.empty();
        };
    known.ifPresent(record -> issued.put(token.value(), record));
    ledger.gaveOut(List.of(token.value()));
    return token;
  }

  /**
   * Accepts tokens that open Vertex AI.
   *
   * @param granted the principals that have a role there
   */
  public BearerVerifier verifier(Set<String> granted) {
    return value -> {
      Issued token = issued.get(value);
      if (token == null || ledger.isRevoked(value)) {
        return new Verdict.Rejected("invalid_token", "a token that was not issued here");
      }
      if (!clock.instant().isBefore(token.expiresAt())) {
        return new Verdict.Rejected(
            "invalid_token", "a token that expired at " + token.expiresAt());
      }
      if (!token.scope().equals(CLOUD_PLATFORM)) {
        return new Verdict.Rejected(SCOPE_INSUFFICIENT, token.scope());
      }
      return granted.contains(token.principal())
          ? new Verdict.Accepted(token.principal(), token.origin())
          : new Verdict.Rejected(PERMISSION_DENIED, token.principal());
    };
  }
}
