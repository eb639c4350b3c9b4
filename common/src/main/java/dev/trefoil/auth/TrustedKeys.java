package dev.trefoil.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.events.Event;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The issuer's keys: kept for ten minutes, fetched anew for a key that is not among them, but not
 * more than twice in ten seconds, by one call at a time; the last good ones serve for a day while
 * no others can be had. All of that is Nimbus JOSE's; the clock is ours, which its own source has
 * not.
 */
final class TrustedKeys implements JWKSource<SecurityContext> {
  static final Duration KEPT = Duration.ofMinutes(10);
  static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
  static final Duration THROUGH_OUTAGES = Duration.ofDays(1);

  private static final System.Logger LOG = System.getLogger(TrustedKeys.class.getName());

  /** What a call waits for another's fetch: a bit longer than one can take. */
  private static final Duration TURN = JwksEndpoint.LONGEST_FETCH.plusSeconds(1);

  private final JWKSetSource<SecurityContext> keys;
  private final Clock clock;

  TrustedKeys(JWKSetSource<SecurityContext> endpoint, Clock clock) {
    JWKSource<SecurityContext> built =
        JWKSourceBuilder.create(endpoint)
            .outageTolerant(THROUGH_OUTAGES.toMillis(), TrustedKeys::outage)
            .rateLimited(BETWEEN_FETCHES.toMillis())
            .refreshAheadCache(false)
            .cache(KEPT.toMillis(), TURN.toMillis())
            .build();
    this.keys = ((JWKSetBasedJWKSource<SecurityContext>) built).getJWKSetSource();
    this.clock = clock;
  }

  private static void outage(
      Event<OutageTolerantJWKSetSource<SecurityContext>, SecurityContext> event) {
    if (event instanceof OutageTolerantJWKSetSource.OutageEvent<?> outage) {
      LOG.log(
          Level.WARNING,
          () -> "the issuer's last good keys serve on: " + outage.getException().getMessage());
    }
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    long now = clock.millis();
    JWKSet known = keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
    List<JWK> selected = selector.select(known);
    return selected.isEmpty() ? selector.select(newer(known, now, context)) : selected;
  }

  /** The keys are known; that they are asked for too often is the fault of who made up a key. */
  private JWKSet newer(JWKSet known, long now, SecurityContext context) throws KeySourceException {
    try {
      return keys.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context);
    } catch (RateLimitReachedException e) {
      return known;
    }
  }
}
