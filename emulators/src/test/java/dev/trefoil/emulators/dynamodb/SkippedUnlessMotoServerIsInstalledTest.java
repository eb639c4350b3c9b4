package dev.trefoil.emulators.dynamodb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The same of moto_server, which others wrote: what it and our emulator agree on is no misreading
 * of ours alone. It runs in one thread: with its own many it loses increments (4 of 1,280 were lost
 * by 5.2.1), so that what it shows is what the operations mean, not that they exclude one another.
 */
class SkippedUnlessMotoServerIsInstalledTest extends DynamoDbContract {
  private static final String IN_ONE_THREAD =
      """
      import moto.server as server
      run = server.run_simple
      server.run_simple = lambda *a, **options: run(*a, **{**options, "threaded": False})
      server.main()
      """;

  private static Process moto;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder("python3", "-c", IN_ONE_THREAD, "-H", "127.0.0.1", "-p", "" + port)
            .redirectErrorStream(true);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    try {
      moto = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "skipped: python3 is not installed: " + e.getMessage());
    }
    BufferedReader output =
        new BufferedReader(new InputStreamReader(moto.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.contains("Running on")) {
      said.append(line).append('\n');
      line = output.readLine();
    }
    assumeTrue(
        line != null, () -> "skipped: moto_server is not installed, or does not start: " + said);
    Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
    client = Clients.sdk(URI.create("http://127.0.0.1:" + port));
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (moto != null) {
      moto.destroyForcibly();
    }
  }

  @Override
  DynamoDbClient client() {
    return client;
  }

  @Override
  int rounds() {
    return 2;
  }

  @Override
  int counts() {
    return 2;
  }
}
