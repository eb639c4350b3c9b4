// Brings Azurite from npm, as locked, the first time that it is needed.
package dev.trefoil.local.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Azurite's package.
 *
 * @param folder where it is installed
 */
record Azurite(Path folder) {
  private static final Path SOURCE = Path.of("local/src/main/npm/azurite");
  private static final Path INSTALLED = Path.of("local/target/azurite");

  /**
   * Installs it unless it is there.
   *
   * @param home the repository's top folder
   * @return why it cannot be had; empty where it can
   */
  static synchronized Optional<String> install(Path home) throws IOException, InterruptedException {
    Path folder = home.resolve(INSTALLED);
    InstallLock lock = InstallLock.of(folder);
    try {
      return installed(home, folder);
    } finally {
      lock.close();
    }
  }

  private static Optional<String> installed(Path home, Path folder)
      throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(home.resolve(SOURCE))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    byte[] lock = Files.readAllBytes(folder.resolve("package-lock.json"));
    Path done = folder.resolve("node_modules/.installed-from");
    if (Files.exists(done) && Arrays.equals(Files.readAllBytes(done), lock)) {
      return isThere("node") ? Optional.empty() : Optional.of("node is not installed");
    }
    for (String program : List.of("node", "npm")) {
      if (!isThere(program)) {
        return Optional.of(program + " is not installed");
      }
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    npm.getOutputStream().close();
    String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (npm.waitFor() != 0) {
      return Optional.of("npm ci failed for Azurite: " + output.strip());
    }
    Files.write(done, lock);
    return Optional.empty();
  }

  static Azurite in(Path home) {
    return new Azurite(home.resolve(INSTALLED));
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(program, "--version").start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
