// Whether a call's cost grows in step with what is asked.
package dev.trefoil.benchmarks.growth;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.benchmarks.warm.Service;
import dev.trefoil.emulators.cloud.HostCloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processor time of a plain call by the size of its prompt and by the length of its history. */
public final class Growth implements Measure {
  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    List<List<String>> sizes = table(GrowthProcess.KILOBYTES, "KB");
    List<List<String>> lengths = table(GrowthProcess.MESSAGES, "messages");
    try (Clouds clouds = Clouds.start(context)) {
      for (Service service : Service.values()) {
        context.say("growing calls of " + service.service());
        Figures figures =
            new MeasuredJvm(
                    context.folder("growth"),
                    GrowthProcess.class,
                    MeasuredJvm.ownClassPath(),
                    clouds.jvmFlags(),
                    clouds.environment(HostCloud.AWS))
                .run(
                    service.service(),
                    service.name(),
                    String.valueOf(context.rounds(600, 60)),
                    String.valueOf(context.rounds(5, 2)));
        for (String side : List.of("trefoil", "bare")) {
          sizes.add(line(service, side, GrowthProcess.KILOBYTES, "KB", figures));
          lengths.add(line(service, side, GrowthProcess.MESSAGES, "messages", figures));
        }
      }
    }
    results.table("Growth with the prompt: µs of processor time a plain call, medians", sizes);
    results.table(
        "Growth with the history, of messages of %d bytes: µs of processor time a plain call, medians"
            .formatted(GrowthProcess.MESSAGE_BYTES),
        lengths);
    results.note(
        "growth: 'a further KB' and 'a further message' are what each costs between the two largest"
            + " sizes, and in brackets between the two before them: alike where growth is linear."
            + " With --quick nothing is warm yet, and only a cliff would show.");
  }

  private static List<List<String>> table(List<Integer> steps, String unit) {
    List<String> headings = new ArrayList<>(List.of("service", "side"));
    steps.forEach(step -> headings.add(step + " " + unit));
    headings.add(unit.equals("KB") ? "a further KB" : "a further message");
    List<List<String>> table = new ArrayList<>();
    table.add(headings);
    return table;
  }

  private static List<String> line(
      Service service, String side, List<Integer> steps, String unit, Figures figures)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(service.service(), side));
    List<Double> medians = new ArrayList<>();
    for (int step : steps) {
      double median = Sample.of(figures.of(side + " " + step + " " + unit)).median();
      medians.add(median);
      line.add(Sample.number(median));
    }
    int last = steps.size() - 1;
    line.add(
        "%s (%s)"
            .formatted(
                Sample.number(slope(steps, medians, last)),
                Sample.number(slope(steps, medians, last - 1))));
    return line;
  }

  private static double slope(List<Integer> steps, List<Double> medians, int to) {
    return (medians.get(to) - medians.get(to - 1)) / (steps.get(to) - steps.get(to - 1));
  }
}
