// A process that has never called a service takes long to do so; that is not what a drill is about.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.drill.Caller.Outcome;
import dev.trefoil.local.drill.Question.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/** Has every process of every function call every service. */
final class WarmUp {
  /** So long that the requests of a round are under way at the same time, each in its process. */
  private static final int HELD_MILLIS = 100;

  private static final int MOST_ROUNDS = 10;

  private final Site site;
  private final Caller caller;
  private final ExecutorService threads;
  private final Questions questions = new Questions(RandomGenerator.of("L64X128MixRandom"));

  WarmUp(Site site, Caller caller, ExecutorService threads) {
    this.site = site;
    this.caller = caller;
    this.threads = threads;
  }

  /**
   * Asks for answers of each form, plain and streamed, until all services have answered all
   * requests of a round.
   *
   * @throws IOException when they never do
   */
  void run() throws IOException, InterruptedException {
    List<String> primaries = site.doors().stream().map(Site.Door::primary).toList();
    for (Shape shape : Shape.values()) {
      for (boolean streamed : new boolean[] {false, true}) {
        untilGood(shape, streamed, primaries);
      }
    }
  }

  /**
   * Asks for one form of answers.
   *
   * @param models routes, or targets written out
   * @throws IOException when not all are answered, however often they are asked
   */
  void untilGood(Shape shape, boolean streamed, List<String> models)
      throws IOException, InterruptedException {
    Fault held = Fault.always(new Failure.Slow(HELD_MILLIS));
    site.services().values().forEach(service -> service.fault(held));
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (round(shape, streamed, models).stream()
          .allMatch(o -> o.verdict().kind() == Verdict.Kind.WHOLE)) {
        site.services().values().forEach(Controls::clearFault);
        return;
      }
    }
    throw new IOException("the functions do not answer although no service fails");
  }

  private List<Outcome> round(Shape shape, boolean streamed, List<String> models)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String model : models) {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (Site.Door door : site.doors()) {
        for (int lane = 0; lane < site.lanes(); lane++) {
          Question question = questions.next(shape, streamed);
          calls.add(() -> caller.ask(door.port(), question, model));
        }
      }
      outcomes.addAll(Drill.together(threads, calls));
    }
    return outcomes;
  }
}
