// Portkey's gateway from npm, as locked: what others run in Trefoil's place.
package dev.trefoil.benchmarks.process;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gateway's package, installed.
 *
 * @param folder that holds it
 */
public record Portkey(Path folder) {
  private static final Path SOURCE = Path.of("benchmarks/src/main/npm/portkey");

  /** Why it cannot be had on this machine, with how to mend it; empty where it can. */
  public static Optional<String> missing() {
    return Stream.of("node", "npm")
        .filter(program -> Program.find(program).isEmpty())
        .findFirst()
        .map(program -> program + " is not installed (Debian: apt-get install nodejs npm)");
  }

  /** Installs the package unless an earlier run has. */
  public static Portkey install(BenchmarkContext context) throws IOException, InterruptedException {
    Path folder = context.folder("portkey");
    try (Stream<Path> files = Files.list(context.home().resolve(SOURCE))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    byte[] lock = Files.readAllBytes(folder.resolve("package-lock.json"));
    Path done = folder.resolve("node_modules/.installed-from");
    if (!Files.exists(done) || !Arrays.equals(Files.readAllBytes(done), lock)) {
      context.say("installing Portkey's gateway from npm");
      Program.run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      Files.write(done, lock);
    }
    return new Portkey(folder);
  }

  /** Starts it, as for production: without its console. */
  public Server start(Path log) throws IOException {
    int port = FreePort.pick();
    MeasuredProcess process =
        MeasuredProcess.start(
            log,
            folder,
            List.of(
                Program.find("node").orElseThrow().toString(),
                "--require",
                "./loopback.cjs",
                "node_modules/@portkey-ai/gateway/build/start-server.js",
                "--port=" + port,
                "--headless"),
            Map.of("NODE_ENV", "production"));
    return new Server(process, port);
  }

  /** What a call has to say so that it is sent on to a service that speaks OpenAI's protocol. */
  public static Map<String, String> headers(URI service) {
    return Map.of("x-portkey-provider", "openai", "x-portkey-custom-host", service.toString());
  }
}
