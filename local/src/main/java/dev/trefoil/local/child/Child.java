// A child JVM from its start to its certain end.
package dev.trefoil.local.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running child JVM. */
public final class Child implements AutoCloseable {
  /** Half of the five seconds in which everything ends. */
  private static final long GRACE_MILLIS = 2_000;

  private final String name;
  private final Process process;
  private final ChildLog log;
  private volatile boolean killed;

  private Child(String name, Process process, ChildLog log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a JVM of the version that this one runs on. */
  public static Child start(ChildSpec spec, ChildLogs logs) throws IOException {
    return startProgram(spec.name(), spec.directory(), commandLine(spec), spec.environment(), logs);
  }

  /**
   * Starts a program that is no JVM. It has to end by itself when its standard input does.
   *
   * @param environment all of its environment
   */
  public static Child startProgram(
      String name,
      Path directory,
      List<String> commandLine,
      Map<String, String> environment,
      ChildLogs logs)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(commandLine).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    ChildLog log = logs.of(name);
    log.follow(process.getInputStream());
    return new Child(name, process, log);
  }

  private static List<String> commandLine(ChildSpec spec) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(spec.jvmFlags());
    line.add("-cp");
    line.add(
        Stream.concat(spec.classPath().stream(), ClassPaths.of(ParentBound.class).stream())
            .distinct()
            .map(Path::toAbsolutePath)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    line.add(ParentBound.class.getName());
    line.addAll(spec.command());
    return line;
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it was ended on purpose, so that its end is no news. */
  public boolean wasKilled() {
    return killed;
  }

  /** Completes when the child has ended. */
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** The end of its output; of a child that runs, what has been read of it up to now. */
  public String lastLines() {
    return isAlive() ? log.last() : log.end();
  }

  /** Its exit code and last lines; only for a child that has ended. */
  public String obituary() {
    return "%s ended with exit code %d; its last lines:%n%s"
        .formatted(name, process.exitValue(), lastLines());
  }

  /** Has its process stand still, or go on: SIGSTOP and SIGCONT. */
  public void stop(boolean still) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", still ? "-STOP" : "-CONT", String.valueOf(pid()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("the process " + pid() + " takes no signal");
    }
  }

  /** Ends it at once, as a platform does with a function that overstays. */
  public void kill() {
    killed = true;
    // By its handle: the process's own method closes its output, with the last lines in it.
    process.toHandle().destroyForcibly();
  }

  /** Ends it: SIGTERM, and SIGKILL for one that does not heed it. */
  @Override
  public void close() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
