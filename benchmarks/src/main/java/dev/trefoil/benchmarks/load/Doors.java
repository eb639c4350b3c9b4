// What each door adds to the time of a call.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Responses and Messages beside chat completions: one caller, one call after the other, of the same
 * server with the same service behind it.
 */
public final class Doors implements Measure {
  private static final Goal GOAL = new Goal.AtMostTimes(1.15);
  private static final int PAIRS = 30;
  private static final int FEW = 5;

  /**
   * Pairs of one process. The JIT compiler decides anew in each, so that pairs of one alone would
   * measure its decisions, however many there are.
   */
  private static final int PAIRS_A_PROCESS = 6;

  private static final List<ConversationDoor> NEW =
      List.of(ConversationDoor.RESPONSES, ConversationDoor.MESSAGES);

  @Override
  public String name() {
    return "doors";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    Optional<String> missing = Nginx.missing();
    if (missing.isPresent()) {
      results.note("doors was not measured: " + missing.get());
      return;
    }
    Map<Kind, DoorTimes> times = new EnumMap<>(Kind.class);
    times.put(Kind.PLAIN, new DoorTimes(Kind.PLAIN));
    times.put(Kind.STREAMED, new DoorTimes(Kind.STREAMED));
    int pairs = context.rounds(PAIRS, FEW);
    for (int done = 0; done < pairs; done += PAIRS_A_PROCESS) {
      context.say("  a new process, from pair " + (done + 1) + " of " + pairs);
      try (DoorServers servers = DoorServers.open(context)) {
        for (DoorTimes of : times.values()) {
          of.measure(servers, Math.min(PAIRS_A_PROCESS, pairs - done), context);
        }
      }
    }
    times.forEach(
        (kind, of) -> {
          add("latency added, ", of, kind, DoorTimes::added, GOAL, results);
          add("CPU per call, ", of, kind, DoorTimes::cpu, Goal.NONE, results);
        });
    results.note(
        "doors: %d pairs; one connection, no TLS, the same server and a service with the same canned answer of 104 tokens; latency added is the median of a round's calls less that of the same call to the service itself in the same round. In brackets behind a ratio its 95 %% bounds, which goals are held to."
            .formatted(pairs));
  }

  /** A figure of a door, round by round. */
  @FunctionalInterface
  private interface Figure {
    List<Double> of(DoorTimes times, ConversationDoor door);
  }

  private static void add(
      String what, DoorTimes times, Kind kind, Figure figure, Goal goal, Results results) {
    for (ConversationDoor door : NEW) {
      results.add(
          Row.paired(
              what + door.path() + " " + kind.words(),
              "ms",
              new Pairs(figure.of(times, door), figure.of(times, ConversationDoor.CHAT)),
              ConversationDoor.CHAT.path(),
              goal));
    }
  }
}
