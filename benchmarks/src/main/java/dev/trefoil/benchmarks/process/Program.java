// Programs of this machine that a comparison needs.
package dev.trefoil.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and runs programs. */
public final class Program {
  /** Where a Debian server's programs lie, which no ordinary user's PATH has. */
  private static final List<String> MORE = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  private Program() {}

  /** A program of the PATH or of the usual folders for servers; empty where there is none. */
  public static Optional<Path> find(String name) {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), MORE.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a program to its end.
   *
   * @return what it has written
   * @throws IOException when it cannot be started, or ends with anything but 0
   */
  public static String run(Path directory, List<String> commandLine)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(commandLine)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          String.join(" ", commandLine) + " ends with " + exit + ": " + output.strip());
    }
    return output;
  }
}
