// What a change costs on Azure: this build's starts beside another commit's, pair by pair.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.cold.Container;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.azure.AzureHost;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The container and the function of both on Azure, with a managed identity: to the first token, and
 * to the first answer of a call that comes at once or when the process has primed itself.
 */
public final class AzureStarts implements Measure {
  private static final Goal PRIMED = new Goal.AtMostTimes(1.1);
  private static final int PAIRS = 30;
  private static final int FEW = 3;

  private final String revision;

  /**
   * @param revision as git knows it: a hash, {@code HEAD~1}, a branch
   */
  public AzureStarts(String revision) {
    this.revision = revision;
  }

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    OtherCommit other = OtherCommit.build(context, revision);
    try (Clouds clouds = Clouds.start(context)) {
      Starts starts = new Starts(context, clouds, other.id(), results);
      starts.compare(
          "container on Azure",
          container("ours", Built.in(context).server(), context, clouds),
          container("theirs", other.server(), context, clouds));
      starts.compare(
          "Azure function",
          function("ours", Built.in(context).azureFunction(), context, clouds),
          function("theirs", other.azureFunction(), context, clouds));
    }
    results.note(other.note(name(), context.rounds(PAIRS, FEW)));
    results.note(
        "azure: the token is the managed identity's first one. The container has its AOT cache where the JDK makes one, and the function runs in the worker that plays Azure's host on this machine, of this build on both sides. A process counts as primed when it has taken no processor's time for 1.5 s; the first answer then is the call alone, otherwise it is counted from before the process was made.");
  }

  /** With the cache that an image's build would have made. */
  private static AzureProcess.Form container(
      String whose, Path server, BenchmarkContext context, Clouds clouds)
      throws IOException, InterruptedException {
    Container container =
        new Container(
            HostCloud.AZURE,
            server,
            context.folder("azure/" + whose),
            clouds.jvmFlags(),
            clouds.environment(HostCloud.AZURE));
    container.train();
    return () -> AzureProcess.of(container.start());
  }

  private static AzureProcess.Form function(
      String whose, Path app, BenchmarkContext context, Clouds clouds) throws IOException {
    ChildLogs logs = ChildLogs.in(context.folder("azure/" + whose + "-function"), Optional.empty());
    return () -> {
      int port = FreePort.pick();
      return AzureProcess.of(
          AzureHost.start(
              port,
              app,
              clouds.jvmFlags(),
              clouds.environment(HostCloud.AZURE),
              Duration.ofMinutes(1),
              logs),
          port);
    };
  }

  /** Starts two forms in turn, as often as there are to be pairs. */
  private record Starts(BenchmarkContext context, Clouds clouds, String other, Results results) {

    void compare(String form, AzureProcess.Form ours, AzureProcess.Form theirs)
        throws IOException, InterruptedException {
      compare(form + ", primed", AzureStart::primed, ours, theirs, PRIMED);
      compare(form + ", called at once", AzureStart::calledAtOnce, ours, theirs, Goal.NONE);
    }

    private void compare(
        String what, Way way, AzureProcess.Form ours, AzureProcess.Form theirs, Goal goal)
        throws IOException, InterruptedException {
      List<AzureStart> here = new ArrayList<>();
      List<AzureStart> there = new ArrayList<>();
      for (int pair = -1; pair < context.rounds(PAIRS, FEW); pair++) {
        AzureStart our = once(what, "this build", way, ours);
        AzureStart their = once(what, other, way, theirs);
        // The first pair finds nothing in the machine's caches.
        if (pair >= 0) {
          here.add(our);
          there.add(their);
        }
      }
      add(what + ", start to first token", here, there, AzureStart::token, goal);
      add(what + ", first answer", here, there, AzureStart::answer, goal);
    }

    private AzureStart once(String what, String whose, Way way, AzureProcess.Form form)
        throws IOException, InterruptedException {
      AzureStart took = way.of(form, clouds);
      context.say(
          "  %s, %s: token after %.0f ms, answer %.0f ms"
              .formatted(what, whose, took.token(), took.answer()));
      return took;
    }

    private void add(
        String what,
        List<AzureStart> here,
        List<AzureStart> there,
        ToDoubleFunction<AzureStart> figure,
        Goal goal) {
      Pairs pairs = new Pairs(values(here, figure), values(there, figure));
      results.add(Row.paired(what, "ms", pairs, other, goal));
    }

    private static List<Double> values(
        List<AzureStart> starts, ToDoubleFunction<AzureStart> figure) {
      return starts.stream().map(start -> figure.applyAsDouble(start)).toList();
    }
  }

  /** When the first call comes. */
  @FunctionalInterface
  private interface Way {
    AzureStart of(AzureProcess.Form form, Clouds clouds) throws IOException, InterruptedException;
  }
}
