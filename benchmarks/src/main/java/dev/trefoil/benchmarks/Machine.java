// What the figures were measured on.
package dev.trefoil.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Describes this machine. */
final class Machine {
  private Machine() {}

  static String text() {
    return "Measured on %s: %s, %d cores, %s, %s %s (%s).%n"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.vendor"),
            System.getProperty("java.runtime.version"),
            System.getProperty("os.arch"));
  }

  private static String processor() {
    return line(Path.of("/proc/cpuinfo"), "model name").orElse("an unknown processor");
  }

  private static Optional<String> line(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
