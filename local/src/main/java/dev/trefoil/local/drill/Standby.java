// The first failover of a process to a standby that got copies of its calls, and to one that got
// none.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.drill.Caller.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Measures one process. Its own service answers, then fails: first calls that have no standby, so
 * that failing itself is nothing new, then those that have one.
 */
public final class Standby {
  /** The route whose own service has a standby. */
  static final String WITH_STANDBY = "chat";

  /** The same service alone. */
  static final String ALONE = "alone";

  private static final int CALLS = 20;
  private static final int ENOUGH = 20;
  private static final long PAUSE_MILLIS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Site site;
  private final Site.Door door;
  private final String standby;
  private final Questions questions = new Questions(RandomGenerator.of("L64X128MixRandom"));

  /**
   * @param door of the process
   * @param standby the service that stands in for its own
   */
  public Standby(Site site, Site.Door door, String standby) {
    this.site = site;
    this.door = door;
    this.standby = standby;
  }

  /**
   * What was measured.
   *
   * @param copies how many requests the standby got before its first failover
   * @param first the first answer that came from it, in milliseconds
   * @param warm the median of later ones
   * @param whole how many answers of the standby were whole, of how many
   */
  public record Measured(int copies, double first, double warm, int whole, int asked) {
    /** How many times as long the first one took. */
    public double ratio() {
      return first / warm;
    }
  }

  /**
   * Measures.
   *
   * @param shadowed whether the standby gets copies, which are waited for
   * @throws IOException when the process does not answer, or the copies do not come
   */
  public Measured run(boolean shadowed) throws IOException, InterruptedException {
    Controls own = site.services().get(door.primaryService());
    Controls other = site.services().get(standby);
    try (Caller caller = new Caller()) {
      for (int i = 0; i < CALLS; i++) {
        requireWhole(ask(caller, WITH_STANDBY));
      }
      if (shadowed) {
        awaitCopies(caller, other);
      }
      int copies = other.journal().size();
      own.fault(Fault.always(new Failure.Outage()));
      for (int i = 0; i < CALLS; i++) {
        var unused = ask(caller, ALONE);
      }
      double[] millis = new double[1 + CALLS];
      int whole = 0;
      for (int i = 0; i < millis.length; i++) {
        long start = System.nanoTime();
        Outcome outcome = ask(caller, WITH_STANDBY);
        millis[i] = (System.nanoTime() - start) / 1e6;
        if (outcome.verdict().kind() == Verdict.Kind.WHOLE && outcome.provider().equals(standby)) {
          whole++;
        }
      }
      double[] later = Arrays.copyOfRange(millis, 1, millis.length);
      Arrays.sort(later);
      return new Measured(copies, millis[0], later[later.length / 2], whole, millis.length);
    } finally {
      own.clearFault();
    }
  }

  /** Asks on until so many copies have come, and then waits until none is under way any more. */
  private void awaitCopies(Caller caller, Controls standby)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    int before = -1;
    int copies = standby.journal().size();
    while (copies < ENOUGH || copies > before) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("of the copies only " + copies + " have come to the standby");
      }
      if (copies < ENOUGH) {
        requireWhole(ask(caller, WITH_STANDBY));
      }
      Thread.sleep(PAUSE_MILLIS);
      before = copies;
      copies = standby.journal().size();
    }
  }

  private Outcome ask(Caller caller, String route) throws InterruptedException {
    return caller.ask(door.port(), questions.next(Question.Shape.TEXT, false), route);
  }

  private static void requireWhole(Outcome outcome) throws IOException {
    if (outcome.verdict().kind() != Verdict.Kind.WHOLE) {
      throw new IOException(
          "the functions do not answer although no service fails: " + outcome.verdict().why());
    }
  }
}
