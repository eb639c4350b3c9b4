// The drill itself: warm up, phases of faults, an outage of each cloud's own service.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.local.drill.Caller.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A seeded soak of running clouds. */
public final class Drill {
  static final String ROUTE = "chat";

  private static final int CALLS_A_CHECKED_ONE = 4;

  private final Site site;
  private final Consumer<String> progress;

  /**
   * @param site to which nobody else sends anything meanwhile
   * @param progress told now and then how far it is
   */
  public Drill(Site site, Consumer<String> progress) {
    this.site = site;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param requests how many are sent under random faults; the outages at the end send some more
   * @param seed decides faults and questions
   * @throws IOException when the functions do not even answer while all is well
   */
  public DrillResult run(int requests, long seed) throws IOException, InterruptedException {
    Tally tally = new Tally();
    try (Caller caller = new Caller();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      progress.accept("warming up");
      new WarmUp(site, caller, threads).run();
      List<Phase> phases = Phase.schedule(requests, seed, site.services().keySet());
      for (int i = 0; i < phases.size(); i++) {
        run(phases.get(i), caller, threads, tally);
        progress.accept("phase %d of %d, %d wrong".formatted(i + 1, phases.size(), tally.wrong()));
      }
      Outages outages = new Outages(site, caller, tally, seed);
      for (Site.Door door : site.doors()) {
        for (Failure failure : List.of(new Failure.Outage(), new Failure.Silent())) {
          progress.accept(failure.kind() + " of " + door.primaryService());
          outages.run(door, failure);
        }
      }
      if (!site.checks().isEmpty()) {
        progress.accept("guardrails");
        tally.add(
            new UnwellChecks(site, caller, threads, seed).run(requests / CALLS_A_CHECKED_ONE));
      }
    } finally {
      site.services().values().forEach(Controls::clearFault);
    }
    return tally.result();
  }

  private void run(Phase phase, Caller caller, ExecutorService threads, Tally tally)
      throws InterruptedException {
    clearJournals(site);
    phase
        .faults()
        .forEach(
            (service, fault) -> {
              Controls controls = site.services().get(service);
              fault.ifPresentOrElse(controls::fault, controls::clearFault);
            });
    for (Dealt dealt : deal(site, caller, threads, phase.questions(), ROUTE)) {
      tally.add(dealt.cloud(), dealt.outcome(), phase.faults(), phase.weather());
    }
    tally.seen(attemptsSeen(site), phase.cutsConnections(), phase.weather());
  }

  /** What came of a question that a cloud was asked. */
  record Dealt(String cloud, Outcome outcome) {}

  /** Deals questions to the clouds in turn, on all lanes at the same time. */
  static List<Dealt> deal(
      Site site, Caller caller, ExecutorService threads, List<Question> questions, String model)
      throws InterruptedException {
    List<Callable<List<Dealt>>> lanes = new ArrayList<>();
    int clouds = site.doors().size();
    for (int lane = 0; lane < clouds * site.lanes(); lane++) {
      int first = lane;
      Site.Door door = site.doors().get(lane % clouds);
      lanes.add(
          () -> {
            List<Dealt> dealt = new ArrayList<>();
            for (int i = first; i < questions.size(); i += clouds * site.lanes()) {
              dealt.add(new Dealt(door.cloud(), caller.ask(door.port(), questions.get(i), model)));
            }
            return dealt;
          });
    }
    return together(threads, lanes).stream().flatMap(List::stream).toList();
  }

  static void clearJournals(Site site) {
    site.services().values().forEach(Controls::clearJournal);
  }

  static int attemptsSeen(Site site) {
    return site.services().values().stream().mapToInt(service -> service.journal().size()).sum();
  }

  /** Runs tasks at the same time; returns what all of them say, in their order. */
  static <T> List<T> together(ExecutorService threads, List<Callable<T>> tasks)
      throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> task : threads.invokeAll(tasks)) {
      try {
        results.add(task.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a task of the drill failed", e.getCause());
      }
    }
    return results;
  }
}
