// Calls of one kind through all doors in turn, and what they took.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Milliseconds of calls of this kind, round by round. */
final class DoorTimes {
  private static final double NANOS_A_MILLI = 1e6;

  /** So few calls in a row that what drifts drifts for all doors of a round. */
  private static final int IN_A_ROW = 50;

  private final Kind kind;
  private final Map<ConversationDoor, List<Double>> added = new EnumMap<>(ConversationDoor.class);
  private final Map<ConversationDoor, List<Double>> cpu = new EnumMap<>(ConversationDoor.class);

  DoorTimes(Kind kind) {
    this.kind = kind;
    for (ConversationDoor door : ConversationDoor.values()) {
      added.put(door, new ArrayList<>());
      cpu.put(door, new ArrayList<>());
    }
  }

  /** The median call of each round, less the median one to the service itself. */
  List<Double> added(ConversationDoor door) {
    return added.get(door);
  }

  /** The server's processor time a call, of each round. */
  List<Double> cpu(ConversationDoor door) {
    return cpu.get(door);
  }

  /** Warms a server up and adds so many rounds. */
  void measure(DoorServers servers, int rounds, BenchmarkContext context) throws IOException {
    try (Caller straight = servers.straight(kind);
        Caller chat = servers.caller(ConversationDoor.CHAT, kind);
        Caller responses = servers.caller(ConversationDoor.RESPONSES, kind);
        Caller messages = servers.caller(ConversationDoor.MESSAGES, kind)) {
      Map<ConversationDoor, Caller> doors = new EnumMap<>(ConversationDoor.class);
      doors.put(ConversationDoor.CHAT, chat);
      doors.put(ConversationDoor.RESPONSES, responses);
      doors.put(ConversationDoor.MESSAGES, messages);
      Round warmUp = new Round(straight, doors, servers);
      warmUp.run(context.rounds(12_000, 1_000));
      for (int round = 0; round < rounds; round++) {
        Round measured = new Round(straight, doors, servers);
        measured.run(context.rounds(600, 200));
        measured.keep();
      }
    }
  }

  /** So many calls of each door and of the service itself. */
  private final class Round {
    private final Caller straight;
    private final Map<ConversationDoor, Caller> doors;
    private final long pid;
    private final List<Double> direct = new ArrayList<>();
    private final Map<ConversationDoor, List<Double>> took = new EnumMap<>(ConversationDoor.class);
    private final Map<ConversationDoor, Double> used = new EnumMap<>(ConversationDoor.class);

    Round(Caller straight, Map<ConversationDoor, Caller> doors, DoorServers servers) {
      this.straight = straight;
      this.doors = doors;
      this.pid = servers.trefoil().process().pid();
      doors.keySet().forEach(door -> took.put(door, new ArrayList<>()));
      doors.keySet().forEach(door -> used.put(door, 0.0));
    }

    void run(int calls) throws IOException {
      List<ConversationDoor> order = new ArrayList<>(doors.keySet());
      for (int done = 0; done < calls; done += IN_A_ROW) {
        call(straight, direct, ConversationDoor.CHAT);
        for (ConversationDoor door : order) {
          double before = ProcessStats.cpuMillis(pid);
          call(doors.get(door), took.get(door), door);
          used.merge(door, ProcessStats.cpuMillis(pid) - before, Double::sum);
        }
        // So that none is always the one after the service itself.
        Collections.rotate(order, 1);
      }
    }

    private void call(Caller caller, List<Double> times, ConversationDoor door) throws IOException {
      for (int i = 0; i < IN_A_ROW; i++) {
        times.add(caller.call() / NANOS_A_MILLI);
      }
      if (!caller.text().contains(door.end(kind))) {
        throw new IOException(door.path() + " answers without its end: " + caller.text());
      }
    }

    void keep() {
      double service = Sample.of(direct).median();
      took.forEach(
          (door, times) -> {
            added.get(door).add(Sample.of(times).median() - service);
            cpu.get(door).add(used.get(door) / times.size());
          });
    }
  }
}
