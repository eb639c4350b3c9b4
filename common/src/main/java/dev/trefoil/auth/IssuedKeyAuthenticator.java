package dev.trefoil.auth;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.HttpCall;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows callers by keys of the configuration, and then by those that were issued. The directory of
 * these is read again every few seconds, by one call at a time; while it cannot be read, what was
 * read last counts for a minute, and then nobody is known by it.
 */
final class IssuedKeyAuthenticator implements Authenticator {
  /** How long what was read last counts while no more can be read. */
  static final Duration THROUGH_OUTAGES = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(IssuedKeyAuthenticator.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KeyAuthenticator configured;
  private final KeyDirectory directory;
  private final Duration fresh;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Known> known = Optional.empty();

  /**
   * @param fresh how old what is known of issued keys may be
   */
  IssuedKeyAuthenticator(
      KeyAuthenticator configured, KeyDirectory directory, Duration fresh, Clock clock) {
    this.configured = configured;
    this.directory = directory;
    this.fresh = fresh;
    this.clock = clock;
  }

  /**
   * The keys as they were read.
   *
   * @param read when
   * @param tried when they were read, or could not be read, the last time
   */
  private record Known(List<Holder> holders, Instant read, Instant tried) {
    /** Whether it counts without another try to read them. */
    boolean isFresh(Duration fresh, Instant now) {
      return isWithin(fresh, read, now) || isWithin(fresh, tried, now) && servesThroughOutage(now);
    }

    boolean servesThroughOutage(Instant now) {
      return isWithin(THROUGH_OUTAGES, read, now);
    }

    private static boolean isWithin(Duration age, Instant then, Instant now) {
      return now.isBefore(then.plus(age)) && !now.isBefore(then);
    }
  }

  private record Holder(byte[] hash, IssuedKey key, Caller caller) {}

  @Override
  public Caller authenticate(HttpCall call) throws AuthException {
    byte[] hash = KeyAuthenticator.hash(call);
    Optional<Caller> own = configured.find(hash);
    if (own.isPresent()) {
      return own.get();
    }
    Instant now = clock.instant();
    Optional<Caller> found = Optional.empty();
    for (Holder holder : holders(now)) {
      if (MessageDigest.isEqual(hash, holder.hash()) && holder.key().isGoodAt(now)) {
        found = Optional.of(holder.caller());
      }
    }
    return found.orElseThrow(KeyAuthenticator::unknown);
  }

  private List<Holder> holders(Instant now) throws AuthException {
    Optional<Known> last = known;
    if (last.isPresent() && last.get().isFresh(fresh, now)) {
      return last.get().holders();
    }
    reading.lock();
    try {
      if (known.isEmpty() || !known.get().isFresh(fresh, now)) {
        read(now);
      }
      return known.get().holders();
    } finally {
      reading.unlock();
    }
  }

  private void read(Instant now) throws AuthException {
    try {
      List<Holder> holders =
          directory.read(Deadline.after(PATIENCE)).stream()
              .map(IssuedKeyAuthenticator::holder)
              .toList();
      known = Optional.of(new Known(holders, now, now));
    } catch (StoreException e) {
      if (known.isEmpty() || !known.get().servesThroughOutage(now)) {
        throw AuthException.unavailable(
            "Your key cannot be checked at the moment: the store of keys does not answer.",
            "the issued keys cannot be read: " + e.getMessage());
      }
      // The next call must not wait for the store in vain as this one has.
      known = Optional.of(new Known(known.get().holders(), known.get().read(), now));
      LOG.log(Level.WARNING, "the issued keys that were read last serve on: " + e.getMessage());
    }
  }

  private static Holder holder(IssuedKey key) {
    return new Holder(
        HexFormat.of().parseHex(key.sha256()),
        key,
        Caller.of(key.name(), key.tenant(), key.routes().map(AllowedRoutes::of)));
  }
}
