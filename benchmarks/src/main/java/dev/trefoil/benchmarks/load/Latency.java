// What a gateway adds to the time of a call.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One caller, one call after the other, warm; less what the same call takes to the service. */
public final class Latency implements Measure {
  private static final double NANOS_A_MILLI = 1e6;
  private static final List<Double> PARTS = List.of(0.5, 0.99);

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    if (LoadServers.missing().isPresent()) {
      results.note("latency was not measured: " + LoadServers.missing().get());
      return;
    }
    try (LoadServers servers = LoadServers.open(context)) {
      Wrk wrk = new Wrk(context.folder("load"));
      WarmUp.run(context, servers, wrk, Kind.PLAIN, Kind.STREAMED);
      for (Kind kind : List.of(Kind.PLAIN, Kind.STREAMED)) {
        measure(context, servers, kind, results);
      }
    }
    results.note(
        "Latency: one connection, no TLS, a canned answer of 104 tokens from nginx, which takes 0.1"
            + " ms; what is given is the 50th and 99th percentile of a round's calls less that of"
            + " the same call to nginx itself in the same round.");
  }

  private static void measure(
      BenchmarkContext context, LoadServers servers, Kind kind, Results results)
      throws IOException {
    Map<LoadTarget, List<Sample>> rounds = new HashMap<>();
    for (int round = 0; round < context.rounds(7, 3); round++) {
      for (LoadTarget target : servers.all()) {
        Sample sample = sample(target, kind, context.rounds(300, 100));
        rounds.computeIfAbsent(target, ignored -> new ArrayList<>()).add(sample);
      }
    }
    for (double part : PARTS) {
      String what = "latency added, %s, p%.0f".formatted(kind.words(), part * 100);
      Sample ours = added(rounds.get(servers.trefoil()), rounds.get(servers.direct()), part);
      for (LoadTarget other : List.of(servers.portkey(), servers.proxy())) {
        results.add(
            Row.compared(
                what,
                "ms",
                ours,
                other.name(),
                added(rounds.get(other), rounds.get(servers.direct()), part),
                other == servers.portkey() ? new Goal.AtMostTimes(0.2) : Goal.NONE));
      }
      context.say(what + " " + ours);
    }
  }

  private static Sample sample(LoadTarget target, Kind kind, int calls) throws IOException {
    try (Caller caller = new Caller(target, kind)) {
      double[] millis = new double[calls];
      for (int i = 0; i < calls; i++) {
        millis[i] = caller.call() / NANOS_A_MILLI;
      }
      String end = kind.isStream() ? "data: [DONE]" : "\"finish_reason\":\"stop\"";
      if (!caller.text().contains(end)) {
        throw new IOException(target.name() + " answers without its end: " + caller.text());
      }
      return Sample.of(millis);
    }
  }

  private static Sample added(List<Sample> through, List<Sample> direct, double part) {
    double[] added = new double[through.size()];
    for (int i = 0; i < added.length; i++) {
      added[i] = through.get(i).quantile(part) - direct.get(i).quantile(part);
    }
    return Sample.of(added);
  }
}
