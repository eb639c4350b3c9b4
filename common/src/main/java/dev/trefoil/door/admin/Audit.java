package dev.trefoil.door.admin;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.admin.AuditTrail.Entry;
import dev.trefoil.door.admin.AuditTrail.Outcome;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What operators do: as lines of the log that begin with {@code audit:}, and, where something is
 * changed, as entries of a trail that is kept. Nothing is changed that the trail has not taken
 * before. Used by many threads at once.
 */
public final class Audit {
  private static final System.Logger LOG = System.getLogger(Audit.class.getName());

  /** How long an entry may take to be kept, before the action and after it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int ID_BYTES = 8;

  private final Optional<AuditTrail> trail;
  private final InstantSource clock;

  /**
   * @param trail empty where no table has records in order: the log alone says what is done then
   */
  public Audit(Optional<AuditTrail> trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /** Does something. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws Problem;
  }

  /** The trail; empty where none is kept. */
  Optional<AuditTrail> trail() {
    return trail;
  }

  /**
   * Does something once the trail has that it is about to be done, and adds how it went.
   *
   * @param name of the action, e.g. {@code key.issue}
   * @param subject what it is done to; never a secret
   * @throws Problem 503 when the trail does not take it: nothing is done then; what the action
   *     throws
   */
  <T> T act(DoorCall call, String name, String subject, Action<T> action) throws Problem {
    if (trail.isEmpty()) {
      return action.run();
    }
    Entry begun =
        new Entry(
            id(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            call.caller().id(),
            call.caller().tenant(),
            name,
            subject,
            Outcome.BEGUN,
            Optional.empty());
    try {
      trail.get().add(begun, Deadline.after(PATIENCE));
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the audit does not take an entry: " + e.getMessage());
      throw Problem.of(
              503,
              "audit_unavailable",
              "Nothing was done: the audit cannot be written; the log says why.")
          .withRetryAfter(PATIENCE);
    }
    T done;
    try {
      done = action.run();
    } catch (Problem e) {
      end(begun, Outcome.FAILED, e.code());
      throw e;
    } catch (RuntimeException | Error e) {
      end(begun, Outcome.FAILED, Optional.empty());
      throw e;
    }
    end(begun, Outcome.DONE, Optional.empty());
    return done;
  }

  /** What is done cannot be taken back: without this entry, the one before it stands alone. */
  private void end(Entry begun, Outcome outcome, Optional<String> error) {
    try {
      trail
          .orElseThrow()
          .add(
              begun.ended(clock.instant().truncatedTo(ChronoUnit.MICROS), outcome, error),
              Deadline.after(PATIENCE));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "the audit does not say how "
              + begun.action()
              + " ("
              + begun.id()
              + ") ended: "
              + e.getMessage());
    }
  }

  private static String id() {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    return "aud_" + HexFormat.of().formatHex(random);
  }

  /**
   * Says it in the log.
   *
   * @param what the caller did
   */
  static void log(DoorCall call, String what) {
    LOG.log(
        Level.INFO,
        "audit: "
            + call.caller().label()
            + call.caller().tenant().map(tenant -> " of " + tenant).orElse("")
            + " "
            + what.replaceAll("\\p{Cntrl}", "?"));
  }
}
