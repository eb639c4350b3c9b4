package dev.trefoil.local.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings the programs under src/test/npm and their packages, as locked, to target/npm. */
final class Npm {
  private static final Path SOURCE = Path.of("src/test/npm");
  private static final Path INSTALLED = Path.of("target/npm");
  private static final Path LOCK = Path.of("package-lock.json");
  private static final Path DONE = INSTALLED.resolve("node_modules/.installed-from");

  private Npm() {}

  /** Where they are. */
  static Path folder() {
    return INSTALLED;
  }

  /** Installs what is not there yet; says why it cannot where it cannot. */
  static Optional<String> install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Files.write(INSTALLED.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    for (String program : List.of("node", "npm")) {
      if (!isThere(program)) {
        return Optional.of(program + " is not installed");
      }
    }
    byte[] lock = Files.readAllBytes(SOURCE.resolve(LOCK));
    if (Files.exists(DONE) && Arrays.equals(Files.readAllBytes(DONE), lock)) {
      return Optional.empty();
    }
    Result result = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
    if (result.exit != 0) {
      return Optional.of("npm ci failed: " + result.output.strip());
    }
    Files.write(DONE, lock);
    return Optional.empty();
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return run(List.of(program, "--version")).exit == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private record Result(int exit, String output) {}
}
