// An outage of a cloud's own service under a steady trickle of requests, and its end.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.drill.Caller.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Measures handovers. */
final class Outages {
  /** So many, for each Lambda process, that it has seen enough to open its breaker. */
  private static final int ASKED_MEANWHILE = 5;

  /** Requests to a silent service take as long as they are let: one shows it. */
  private static final int ASKED_WHILE_SILENT = 1;

  /** So many answers in a row, for each process, show that all have gone back to their own. */
  private static final int IN_A_ROW = 2;

  private static final long PAUSE_MILLIS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Site site;
  private final Caller caller;
  private final Tally tally;
  private final Questions questions;

  Outages(Site site, Caller caller, Tally tally, long seed) {
    this.site = site;
    this.caller = caller;
    this.tally = tally;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
    this.questions = new Questions(random);
  }

  void run(Site.Door door, Failure failure) throws InterruptedException {
    site.services().values().forEach(Controls::clearFault);
    Drill.clearJournals(site);
    untilPrimaryAnswers(door);
    Controls primary = site.services().get(door.primaryService());
    primary.fault(Fault.always(failure));
    long failed = System.nanoTime();
    Optional<Duration> firstGood = Optional.empty();
    int asked =
        failure instanceof Failure.Silent ? ASKED_WHILE_SILENT : ASKED_MEANWHILE * site.lanes();
    for (int i = 0; i < asked; i++) {
      boolean good = ask(door, Optional.of(failure)).verdict().kind() == Verdict.Kind.WHOLE;
      if (good && firstGood.isEmpty()) {
        firstGood = Optional.of(since(failed));
      }
    }
    primary.clearFault();
    Optional<Duration> back = untilPrimaryAnswers(door);
    tally.add(new Handover(door.cloud(), failure.kind(), firstGood, back));
    tally.seen(Drill.attemptsSeen(site), false, failure.kind() + " of " + door.primaryService());
  }

  /** Returns how long it took to the first of the answers in a row; empty if they do not come. */
  private Optional<Duration> untilPrimaryAnswers(Site.Door door) throws InterruptedException {
    long start = System.nanoTime();
    Duration first = Duration.ZERO;
    int row = 0;
    while (since(start).compareTo(PATIENCE) < 0) {
      Outcome outcome = ask(door, Optional.empty());
      if (!outcome.provider().equals(door.primaryService())) {
        row = 0;
      } else if (++row == 1) {
        first = since(start);
      } else if (row == IN_A_ROW * site.lanes()) {
        return Optional.of(first);
      }
    }
    return Optional.empty();
  }

  private Outcome ask(Site.Door door, Optional<Failure> failure) throws InterruptedException {
    Question question = questions.next();
    Outcome outcome = caller.ask(door.port(), question, Drill.ROUTE);
    Map<String, Optional<Fault>> faults = new LinkedHashMap<>();
    site.services().keySet().forEach(service -> faults.put(service, Optional.empty()));
    faults.put(door.primaryService(), failure.map(Fault::always));
    tally.add(
        door.cloud(),
        outcome,
        faults,
        door.primaryService() + " is " + failure.map(Failure::kind).orElse("well"));
    Thread.sleep(PAUSE_MILLIS);
    return outcome;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
