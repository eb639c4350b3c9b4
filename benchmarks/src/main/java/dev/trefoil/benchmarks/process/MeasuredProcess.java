// A process that is measured: started from nothing, and ended for certain.
package dev.trefoil.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A running process whose output goes to a file. It finds nothing of this machine's environment.
 */
public final class MeasuredProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final long startedNanos;

  private MeasuredProcess(Process process, Path log, long startedNanos) {
    this.process = process;
    this.log = log;
    this.startedNanos = startedNanos;
  }

  /**
   * Starts a program.
   *
   * @param log what its output goes to
   * @param directory its working directory
   * @param environment all of its environment but a plain PATH
   */
  public static MeasuredProcess start(
      Path log, Path directory, List<String> commandLine, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().putAll(environment);
    long started = System.nanoTime();
    return new MeasuredProcess(builder.start(), log, started);
  }

  public long pid() {
    return process.pid();
  }

  /** {@link System#nanoTime} just before it was started. */
  public long startedNanos() {
    return startedNanos;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended by itself, and gives its status. */
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Runs {@code action} when it has ended; at once when it already has. */
  public void onEnd(Runnable action) {
    process.onExit().thenRun(action);
  }

  /** What to say when it has not done what it should: the end of its output. */
  public String lastOutput() {
    String end;
    try {
      List<String> lines = Files.readAllLines(log);
      end = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      end = log + " cannot be read: " + e.getMessage();
    }
    return (process.isAlive()
            ? "it still runs; its output ends with:\n"
            : "it has ended; its output ends with:\n")
        + end;
  }

  /** Asks it to end, and waits until it has. */
  public void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
