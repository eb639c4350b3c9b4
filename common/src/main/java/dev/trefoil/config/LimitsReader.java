package dev.trefoil.config;

import dev.trefoil.usage.LimitTerms;
import dev.trefoil.usage.Terms;
import java.util.Optional;

/** Reads {@code rateLimits}: what accounts may do at a time. */
final class LimitsReader {
  private static final long MOST = 1_000_000_000_000L;

  private LimitsReader() {}

  /** Empty where nothing is limited. */
  static Optional<Terms<LimitTerms>> read(ConfigMap file, TermsReader accounts) {
    Optional<ConfigMap> limits = file.map("rateLimits");
    Optional<Terms<LimitTerms>> read =
        limits.map(section -> accounts.read(section, LimitsReader::terms));
    if (read.filter(terms -> terms.byKind().isEmpty()).isPresent()) {
      limits.get().mistake("", "limits nobody: name all, tenants, callers, routes or targets");
    }
    limits.ifPresent(ConfigMap::refuseTheRest);
    return read;
  }

  private static LimitTerms terms(ConfigMap map) {
    if (map.names().isEmpty()) {
      map.mistake("", "says no limit: requestsPerMinute, tokensPerMinute or callsAtOnce");
    }
    LimitTerms read =
        new LimitTerms(
            map.number("requestsPerMinute", 1, MOST),
            map.number("tokensPerMinute", 1, MOST),
            map.number("callsAtOnce", 1, MOST));
    map.refuseTheRest();
    return read;
  }
}
