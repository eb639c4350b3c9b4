// Trefoil's server as a container image has it: with the cache that its build made.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.gcp.LoopbackSelectorProvider;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The unpacked server and its scripts, run as they are, except that the JVM listens on loopback.
 *
 * @param host where it runs
 * @param folder of run.sh and train.sh
 * @param environment with the configuration
 */
public record Container(
    HostCloud host,
    Path folder,
    Path logs,
    List<String> jvmFlags,
    Map<String, String> environment) {

  /** Has the scripts make the AOT cache, without a cloud as in an image's build. */
  public void train() throws IOException, InterruptedException {
    Map<String, String> variables = variables();
    try (MeasuredProcess process =
        MeasuredProcess.start(
            logs.resolve("train.log"), folder, List.of("./train.sh"), variables)) {
      int status = process.await();
      if (status != 0) {
        throw new IOException("train.sh ends with " + status + "; " + process.lastOutput());
      }
    }
  }

  /** Starts it. */
  public Server start() throws IOException {
    int port = FreePort.pick();
    Map<String, String> variables = variables();
    variables.put("PORT", String.valueOf(port));
    return new Server(
        MeasuredProcess.start(logs.resolve("run.log"), folder, List.of("./run.sh"), variables),
        port);
  }

  private Map<String, String> variables() {
    List<String> flags = new ArrayList<>(LoopbackSelectorProvider.jvmFlagsWithItself());
    flags.addAll(jvmFlags);
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("JAVA_TOOL_OPTIONS", String.join(" ", flags));
    variables.put("TREFOIL_HOST", host.name().toLowerCase(Locale.ROOT));
    return variables;
  }
}
