package dev.trefoil.deployment.archive;

import dev.trefoil.emulators.lambda.RuntimeApiEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The HTTP function as a runtime of its own, from its archive: {@code stream.sh} as Lambda starts a
 * wrapper, on a Runtime API.
 */
final class OwnRuntime implements AutoCloseable {
  private final RuntimeApiEmulator api;
  private final Process process;
  private final Path log;

  private OwnRuntime(RuntimeApiEmulator api, Process process, Path log) {
    this.api = api;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param place where the archive is unpacked: {@code /var/task}
   * @param environment all that it finds, but for what Lambda tells it
   */
  static OwnRuntime start(Path place, int atOnce, Map<String, String> environment)
      throws IOException {
    RuntimeApiEmulator api = RuntimeApiEmulator.start(atOnce);
    Path log = Files.createTempFile(place, "runtime", ".log");
    // The command that the wrapper stands for.
    ProcessBuilder builder =
        new ProcessBuilder(
                place.resolve("stream.sh").toAbsolutePath().toString(),
                "/var/lang/bin/java",
                "-cp",
                "/var/runtime/lib/runtime.jar",
                "dev.trefoil.aws.HttpLambda")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putIfAbsent("AWS_LAMBDA_FUNCTION_NAME", "trefoil");
    all.putIfAbsent("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769");
    all.putIfAbsent("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("LAMBDA_TASK_ROOT", place.toString());
    all.put("_HANDLER", "dev.trefoil.aws.HttpLambda");
    all.put("AWS_LAMBDA_RUNTIME_API", api.address());
    if (atOnce > 1) {
      all.put("AWS_LAMBDA_MAX_CONCURRENCY", String.valueOf(atOnce));
    }
    builder.environment().clear();
    builder.environment().putAll(all);
    return new OwnRuntime(api, builder.start(), log);
  }

  RuntimeApiEmulator api() {
    return api;
  }

  /** With SIGTERM. */
  void tellToEnd() {
    process.destroy();
  }

  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    api.close();
  }
}
