// A JVM that measures itself, so that what it calls is not in its figures.
package dev.trefoil.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that prints its figures and ends.
 *
 * @param logs the folder that its output goes to
 * @param main its class
 * @param classPath where its classes are
 * @param jvmFlags beside the class path
 * @param environment all of its environment
 */
public record MeasuredJvm(
    Path logs,
    Class<?> main,
    List<Path> classPath,
    List<String> jvmFlags,
    Map<String, String> environment) {

  /** The classes of this very process. */
  public static List<Path> ownClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .map(Path::toAbsolutePath)
        .toList();
  }

  /**
   * Runs it to its end.
   *
   * @param name of its log
   * @throws IOException when it fails
   */
  public Figures run(String name, String... arguments) throws IOException, InterruptedException {
    Path log = logs.resolve(name + ".log");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmFlags);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    line.add(main.getName());
    line.addAll(List.of(arguments));
    try (MeasuredProcess process = MeasuredProcess.start(log, logs, line, environment)) {
      if (process.await() != 0) {
        throw new IOException(name + " failed: " + process.lastOutput());
      }
      return Figures.read(log);
    }
  }
}
