package dev.trefoil.deployment.archive;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An unpacked archive's server as a process, started by its {@code run.sh}. */
final class Server implements AutoCloseable {
  private final Process process;
  private final List<String> said = new ArrayList<>();

  private Server(Process process) {
    this.process = process;
  }

  /**
   * Starts it, and returns when it says where it serves.
   *
   * @param environment all that it finds, with the port
   */
  static Server start(Path place, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(place.resolve("run.sh").toAbsolutePath().toString())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Server server = new Server(builder.start());
    server.awaitListening();
    return server;
  }

  /** What a server finds in its environment that is to call emulated services. */
  static Map<String, String> environment(EmulatedCloud emulators, Path home) {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (ModelEmulator model : emulators.models().values()) {
      endpoints.put(model.service(), model.endpoint());
    }
    Map<String, String> environment = new LinkedHashMap<>(emulators.environment());
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", home.toString());
    environment.put(
        "TREFOIL_CONFIG", Emulated.config().forFunctions(endpoints, Map.of(), Map.of(), Map.of()));
    List<String> options = new ArrayList<>(emulators.tls().jvmOptions());
    environment.put("TREFOIL_LISTEN", "127.0.0.1");
    environment.put("JAVA_TOOL_OPTIONS", String.join(" ", options));
    return environment;
  }

  /** What it said until it served. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** Tells it to end, as a container engine does: by SIGTERM, on Linux. */
  void tellToEnd() {
    process.destroy();
  }

  /** Waits until it has ended, and gives its status. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Until it says where it serves; what it said, when it ends instead. */
  private void awaitListening() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.contains("\"message\":\"URL: ")) {
        Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
        return;
      }
    }
    throw new IOException("it ended:\n" + String.join("\n", said));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
