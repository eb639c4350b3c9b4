// The server starts fastest from a cache that the JVM writes after it has once done what it will
// do.
package dev.trefoil.server.training;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the unpacked server by its {@code run.sh}, has it answer, and ends it as platforms do,
 * upon which the JVM writes its AOT cache (JEP 514). The function rehearses calls of its services,
 * which needs no cloud; the chat request is answered as the configuration has it, with an error
 * where there is none.
 */
public final class TrainingRun {
  /**
   * What the server is told of where to write the cache; run.sh passes it on to the JVM, and the
   * function rehearses the calls of all its services.
   */
  public static final String TRAINING = "TREFOIL_TRAINING";

  private static final int FIRST_WITH_CACHES = 25;
  private static final String CHAT =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";

  private TrainingRun() {}

  /**
   * @param args the folder of run.sh, in which the cache is written
   * @throws IOException when the server ends by itself or no cache comes of it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Runtime.version().feature() < FIRST_WITH_CACHES) {
      System.err.println(
          "Java "
              + Runtime.version().feature()
              + " writes no AOT cache: that takes 25. Nothing done.");
      return;
    }
    Path folder = Path.of(args[0]);
    Path cache = folder.resolve("trefoil.aot");
    Path sum = folder.resolve("trefoil.aot.sum");
    Files.deleteIfExists(sum);
    Files.deleteIfExists(cache);
    train(folder.resolve("run.sh"), cache);
    if (!Files.exists(cache)) {
      throw new IOException("the server has ended, but the JVM has written no " + cache);
    }
    Path release = Path.of(System.getProperty("java.home"), "release");
    Files.writeString(sum, Covered.by(folder.resolve("lib/trefoil.jar"), release).line());
  }

  private static void train(Path script, Path cache) throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(script.toString()).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.put(TRAINING, cache.toString());
    environment.put("PORT", String.valueOf(port));
    // How long a call may try to reach a cloud that is not there.
    environment.putIfAbsent("TREFOIL_TIMEOUT_SECONDS", "5");
    Process server = builder.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI home = URI.create("http://127.0.0.1:" + port);
      awaitUp(server, client, home.resolve("/health"));
      int status =
          client
              .send(
                  HttpRequest.newBuilder(home.resolve("/v1/chat/completions"))
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofString(CHAT))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      System.err.println("trained with a call that was answered with " + status);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static void awaitUp(Process server, HttpClient client, URI health)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).build();
    while (!server.waitFor(20, TimeUnit.MILLISECONDS)) {
      try {
        client.send(request, BodyHandlers.discarding());
        return;
      } catch (ConnectException e) {
        // Not yet.
      }
    }
    throw new IOException("the server has ended with " + server.exitValue());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
