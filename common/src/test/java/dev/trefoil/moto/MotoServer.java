package dev.trefoil.moto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * AWS's services as moto_server plays them, which others wrote. Where it is not installed, who
 * starts it is skipped, and says so.
 */
public final class MotoServer implements AutoCloseable {
  /** With its own many threads it loses increments of DynamoDB's counters (5.2.1). */
  private static final String IN_ONE_THREAD =
      """
      import moto.server as server
      run = server.run_simple
      server.run_simple = lambda *a, **options: run(*a, **{**options, "threaded": False})
      server.main()
      """;

  private final Process process;
  private final URI url;

  private MotoServer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** One that answers a request at a time. */
  public static MotoServer inOneThread() throws IOException {
    return start("python3", "-c", IN_ONE_THREAD);
  }

  /** One that calls itself, as its state machines do, which takes a second thread. */
  public static MotoServer inManyThreads() throws IOException {
    return start("moto_server");
  }

  private static MotoServer start(String... program) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of("-H", "127.0.0.1", "-p", String.valueOf(port)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.environment().put("MOTO_PORT", String.valueOf(port));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: " + program[0] + " is not installed: " + e.getMessage());
      throw e;
    }
    BufferedReader output = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.contains("Running on")) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    assumeTrue(
        line != null, () -> "skipped: moto_server is not installed, or does not start: " + said);
    Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
    return new MotoServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Where it listens. */
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
