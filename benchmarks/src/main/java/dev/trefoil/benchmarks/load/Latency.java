// What a gateway adds to the time of a call.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
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
  public void run(Lab lab, Findings findings) throws IOException, InterruptedException {
    if (Stage.missing().isPresent()) {
      findings.note("latency was not measured: " + Stage.missing().get());
      return;
    }
    try (Stage stage = Stage.open(lab)) {
      Wrk wrk = new Wrk(lab.folder("load"));
      WarmUp.run(lab, stage, wrk, Kind.PLAIN, Kind.STREAMED);
      for (Kind kind : List.of(Kind.PLAIN, Kind.STREAMED)) {
        measure(lab, stage, kind, findings);
      }
    }
    findings.note(
        "Latency: one connection, no TLS, a canned answer of 104 tokens from nginx, which takes 0.1"
            + " ms; what is given is the 50th and 99th percentile of a round's calls less that of"
            + " the same call to nginx itself in the same round.");
  }

  private static void measure(Lab lab, Stage stage, Kind kind, Findings findings)
      throws IOException {
    Map<Station, List<Sample>> rounds = new HashMap<>();
    for (int round = 0; round < lab.rounds(7, 3); round++) {
      for (Station station : stage.all()) {
        Sample sample = sample(station, kind, lab.rounds(300, 100));
        rounds.computeIfAbsent(station, ignored -> new ArrayList<>()).add(sample);
      }
    }
    for (double part : PARTS) {
      String what = "latency added, %s, p%.0f".formatted(kind.words(), part * 100);
      Sample ours = added(rounds.get(stage.trefoil()), rounds.get(stage.direct()), part);
      for (Station other : List.of(stage.portkey(), stage.proxy())) {
        findings.add(
            Row.compared(
                what,
                "ms",
                ours,
                other.name(),
                added(rounds.get(other), rounds.get(stage.direct()), part),
                other == stage.portkey() ? new Goal.AtMostTimes(0.2) : Goal.NONE));
      }
      lab.say(what + " " + ours);
    }
  }

  private static Sample sample(Station station, Kind kind, int calls) throws IOException {
    try (Caller caller = new Caller(station, kind)) {
      double[] millis = new double[calls];
      for (int i = 0; i < calls; i++) {
        millis[i] = caller.call() / NANOS_A_MILLI;
      }
      String end = kind.isStream() ? "data: [DONE]" : "\"finish_reason\":\"stop\"";
      if (!caller.text().contains(end)) {
        throw new IOException(station.name() + " answers without its end: " + caller.text());
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
