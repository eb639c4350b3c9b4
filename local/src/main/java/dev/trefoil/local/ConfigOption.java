// Which configuration a subcommand runs with.
package dev.trefoil.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --config FILE}. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "In place of the bundled configuration, in which every service is emulated.")
  private Path file;

  /** Its text. */
  String yaml() throws IOException {
    return yaml(LocalConfig::bundled);
  }

  /**
   * Its text.
   *
   * @param bundled the configuration where no file is named
   */
  String yaml(Supplier<String> bundled) throws IOException {
    try {
      return file == null ? bundled.get() : Files.readString(file);
    } catch (IOException e) {
      throw new IOException("--config names " + file + ", which cannot be read: " + e, e);
    }
  }

  /** What stands before its mistakes. */
  String name() {
    return file == null ? "" : file + ": ";
  }
}
