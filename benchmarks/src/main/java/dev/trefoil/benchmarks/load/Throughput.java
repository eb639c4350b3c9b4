// How many calls a gateway can take.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Calls without a pause on 16 and on 256 connections. */
public final class Throughput implements Measure {
  private static final List<Integer> CONNECTIONS = List.of(16, 256);

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public void run(Lab lab, Findings findings) throws IOException, InterruptedException {
    if (Stage.missing().isPresent()) {
      findings.note("throughput was not measured: " + Stage.missing().get());
      return;
    }
    try (Stage stage = Stage.open(lab)) {
      Wrk wrk = new Wrk(lab.folder("load"));
      WarmUp.run(lab, stage, wrk, Kind.PLAIN, Kind.STREAMED);
      for (Kind kind : List.of(Kind.PLAIN, Kind.STREAMED, Kind.STREAMED_INSIDE)) {
        for (int connections : kind == Kind.STREAMED_INSIDE ? List.of(16) : CONNECTIONS) {
          measure(lab, stage, wrk, kind, connections, findings);
        }
      }
    }
    findings.note(
        "Throughput: wrk, the service and the gateway share this machine's cores, so that a fast"
            + " gateway is held back by the other two; CPU per call is the gateway's alone. Plain"
            + " calls go through a route with streamInside: false, so that the service is asked"
            + " for the same by all; 'streamed inside' is Trefoil's default. With --quick the JVM is"
            + " measured half warm.");
  }

  private static void measure(
      Lab lab, Stage stage, Wrk wrk, Kind kind, int connections, Findings findings)
      throws IOException, InterruptedException {
    Map<Station, List<Wrk.Load>> loads = new HashMap<>();
    List<Station> stations = List.of(stage.proxy(), stage.portkey(), stage.trefoil());
    for (int round = 0; round < lab.rounds(5, 1); round++) {
      for (Station station : stations) {
        Wrk.Load load = wrk.load(station, kind, connections, Duration.ofSeconds(lab.rounds(4, 1)));
        loads.computeIfAbsent(station, ignored -> new ArrayList<>()).add(load);
        lab.say(
            "%s, %s, %d connections: %.0f/s, %.3f ms of CPU"
                .formatted(
                    station.name(),
                    kind.words(),
                    connections,
                    load.requestsPerSecond(),
                    load.cpuMillisPerRequest()));
      }
    }
    boolean held = kind != Kind.STREAMED_INSIDE;
    String what = ", %s, %d connections".formatted(kind.words(), connections);
    for (Station other : List.of(stage.portkey(), stage.proxy())) {
      boolean goal = held && other == stage.portkey();
      findings.add(
          Row.compared(
              "throughput" + what,
              "calls/s",
              sample(loads.get(stage.trefoil()), Wrk.Load::requestsPerSecond),
              other.name(),
              sample(loads.get(other), Wrk.Load::requestsPerSecond),
              goal ? new Goal.AtLeastTimes(10) : Goal.NONE));
      findings.add(
          Row.compared(
              "CPU per call" + what,
              "ms",
              sample(loads.get(stage.trefoil()), Wrk.Load::cpuMillisPerRequest),
              other.name(),
              sample(loads.get(other), Wrk.Load::cpuMillisPerRequest),
              Goal.NONE));
    }
  }

  private static Sample sample(List<Wrk.Load> loads, ToDoubleFunction<Wrk.Load> figure) {
    return Sample.of(loads.stream().mapToDouble(figure).toArray());
  }
}
