package dev.trefoil.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The openai client from npm, unmodified and pinned, where Node.js is there. */
final class NpmClient {
  private static final Path SOURCE = Path.of("src/test/npm");
  private static final Path INSTALLED = Path.of("target/npm");

  private NpmClient() {}

  /** What the client got: a plain and a streamed answer, as JSON. */
  static String call(int port, String text) throws IOException, InterruptedException {
    install();
    Result result = run(List.of("node", "client.mjs", "http://127.0.0.1:" + port + "/v1", text));
    if (result.exit != 0) {
      throw new AssertionError("the openai client failed: " + result.output);
    }
    return result.output;
  }

  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
      Files.write(INSTALLED.resolve(file), Files.readAllBytes(SOURCE.resolve(file)));
    }
    skipUnless(isThere("node") && isThere("npm"), "Node.js with npm is not installed");
    if (!Files.isDirectory(INSTALLED.resolve("node_modules/openai"))) {
      Result result = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      skipUnless(result.exit == 0, "npm ci failed: " + result.output);
    }
  }

  private static void skipUnless(boolean condition, String reason) {
    if (!condition) {
      System.out.println("skipped: the openai npm client: " + reason);
    }
    assumeTrue(condition, reason);
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
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private record Result(int exit, String output) {}
}
