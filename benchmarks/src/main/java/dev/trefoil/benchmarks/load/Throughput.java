// How many calls a gateway can take.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
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
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    if (LoadServers.missing().isPresent()) {
      results.note("throughput was not measured: " + LoadServers.missing().get());
      return;
    }
    try (LoadServers servers = LoadServers.open(context)) {
      Wrk wrk = new Wrk(context.folder("load"));
      WarmUp.run(context, servers, wrk, Kind.PLAIN, Kind.STREAMED);
      for (Kind kind : List.of(Kind.PLAIN, Kind.STREAMED, Kind.STREAMED_INSIDE)) {
        for (int connections : kind == Kind.STREAMED_INSIDE ? List.of(16) : CONNECTIONS) {
          measure(context, servers, wrk, kind, connections, results);
        }
      }
    }
    results.note(
        "Throughput: wrk, the service and the gateway share this machine's cores, so that a fast"
            + " gateway is held back by the other two; CPU per call is the gateway's alone. Plain"
            + " calls go through a route with streamInside: false, so that the service is asked"
            + " for the same by all; 'streamed inside' is what Trefoil does while it does not know a"
            + " target's answers to be quick. With --quick the JVM is measured half warm.");
  }

  private static void measure(
      BenchmarkContext context,
      LoadServers servers,
      Wrk wrk,
      Kind kind,
      int connections,
      Results results)
      throws IOException, InterruptedException {
    Map<LoadTarget, List<Wrk.Load>> loads = new HashMap<>();
    List<LoadTarget> targets = List.of(servers.proxy(), servers.portkey(), servers.trefoil());
    for (int round = 0; round < context.rounds(5, 1); round++) {
      for (LoadTarget target : targets) {
        Wrk.Load load =
            wrk.load(target, kind, connections, Duration.ofSeconds(context.rounds(4, 1)));
        loads.computeIfAbsent(target, ignored -> new ArrayList<>()).add(load);
        context.say(
            "%s, %s, %d connections: %.0f/s, %.3f ms of CPU"
                .formatted(
                    target.name(),
                    kind.words(),
                    connections,
                    load.requestsPerSecond(),
                    load.cpuMillisPerRequest()));
      }
    }
    boolean held = kind != Kind.STREAMED_INSIDE;
    String what = ", %s, %d connections".formatted(kind.words(), connections);
    for (LoadTarget other : List.of(servers.portkey(), servers.proxy())) {
      boolean goal = held && other == servers.portkey();
      results.add(
          Row.compared(
              "throughput" + what,
              "calls/s",
              sample(loads.get(servers.trefoil()), Wrk.Load::requestsPerSecond),
              other.name(),
              sample(loads.get(other), Wrk.Load::requestsPerSecond),
              goal ? new Goal.AtLeastTimes(10) : Goal.NONE));
      results.add(
          Row.compared(
              "CPU per call" + what,
              "ms",
              sample(loads.get(servers.trefoil()), Wrk.Load::cpuMillisPerRequest),
              other.name(),
              sample(loads.get(other), Wrk.Load::cpuMillisPerRequest),
              Goal.NONE));
    }
  }

  private static Sample sample(List<Wrk.Load> loads, ToDoubleFunction<Wrk.Load> figure) {
    return Sample.of(loads.stream().mapToDouble(figure).toArray());
  }
}
