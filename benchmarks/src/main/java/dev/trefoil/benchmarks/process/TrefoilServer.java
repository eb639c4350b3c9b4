// Trefoil as a container runs it.
package dev.trefoil.benchmarks.process;

import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the server with the command of {@code run.sh}, except that it listens on loopback. */
public final class TrefoilServer {
  private TrefoilServer() {}

  /**
   * Starts it.
   *
   * @param archive the server's, unpacked
   * @param folder for its configuration and its log
   * @param yaml its configuration
   * @param more flags for the JVM
   * @param environment what it finds beside its configuration
   */
  public static Server start(
      Path archive, Path folder, String yaml, List<String> more, Map<String, String> environment)
      throws IOException {
    Path config = folder.resolve("trefoil.yaml");
    Files.writeString(config, yaml);
    int port = FreePort.pick();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(more);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-Djava.locale.providers=SPI");
    line.add("-Djava.library.path=" + archive.resolve("lib"));
    line.add("-cp");
    line.add(archive.resolve("lib/trefoil.jar").toString());
    line.addAll(List.of("dev.trefoil.server.ServerMain", String.valueOf(port)));
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("TREFOIL_HOST", "gcp");
    variables.put("TREFOIL_LISTEN", "127.0.0.1");
    variables.put("TREFOIL_CONFIG", config.toString());
    return new Server(
        MeasuredProcess.start(folder.resolve("trefoil.log"), folder, line, variables), port);
  }
}
