// The book that all token services keep together: what was asked of them and what they gave out.
package dev.trefoil.emulators.identity;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Exchanges and everything secret that came of them. Safe for use by many threads. */
public final class TokenLedger {

  /** How many exchanges, and how many secrets, are kept; the oldest are dropped. */
  public static final int LIMIT = 10_000;

  private final Deque<Exchange> exchanges = new ArrayDeque<>();
  private final LinkedHashSet<String> issued = new LinkedHashSet<>();
  private final Set<String> revoked = new LinkedHashSet<>();

  /**
   * One request for a token or key.
   *
   * @param at when it was answered
   * @param service the token service's name
   * @param operation what was asked for, e.g. {@code GetWebIdentityToken}
   * @param outcome {@code issued}, or the vendor's code of the refusal, or the fault's kind
   * @param origin whom the presented credential stands for; nobody when none was verified
   */
  public record Exchange(
      Instant at, String service, String operation, String outcome, Origin origin) {}

  /** The last exchanges, oldest first. */
  public synchronized List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Those of one service and operation. */
  public List<Exchange> exchanges(String service, String operation) {
    return exchanges().stream()
        .filter(e -> e.service().equals(service) && e.operation().equals(operation))
        .toList();
  }

  /** Forgets the exchanges; what was issued stays known. */
  public synchronized void clearExchanges() {
    exchanges.clear();
  }

  /** Every token, secret key and session token that was given out, oldest first. */
  public synchronized List<String> issued() {
    return List.copyOf(issued);
  }

  /** Makes everything that was given out so far worthless at once, as if the sessions had ended. */
  public synchronized void revokeIssued() {
    revoked.addAll(issued);
  }

  /** For the services: whether this has been made worthless. */
  public synchronized boolean isRevoked(String secret) {
    return revoked.contains(secret);
  }

  synchronized void note(Exchange exchange) {
    exchanges.addLast(exchange);
    if (exchanges.size() > LIMIT) {
      exchanges.removeFirst();
    }
  }

  /** For the token services: these were given out. */
  public synchronized void gaveOut(Collection<String> secrets) {
    issued.addAll(secrets);
    while (issued.size() > LIMIT) {
      revoked.remove(issued.removeFirst());
    }
  }
}
