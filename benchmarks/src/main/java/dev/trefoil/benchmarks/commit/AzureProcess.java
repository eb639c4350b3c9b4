// A process of Trefoil on Azure, whatever its form.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.local.child.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A process that will listen.
 *
 * @param port of 127.0.0.1
 * @param alive whether it runs
 * @param output the end of what it has written
 * @param end ends it
 */
record AzureProcess(
    long pid, int port, BooleanSupplier alive, Supplier<String> output, Runnable end)
    implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int PAUSE_MILLIS = 5;

  /** Priming begins a second after the start. */
  private static final int QUIET_MILLIS = 1_500;

  /** What a server takes in that time that only waits; Linux counts in steps of 10. */
  private static final double IDLE_MILLIS = 20;

  /** Of the route's own target on Azure, whose calls priming rehearses. */
  private static final String CALL =
      """
      {"model":"chat","messages":[{"role":"user","content":"Say hello"}]}""";

  private static final HttpClient CALLER =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Starts one. */
  @FunctionalInterface
  interface Form {
    AzureProcess start() throws IOException;
  }

  static AzureProcess of(Server server) {
    return new AzureProcess(
        server.process().pid(),
        server.port(),
        server.process()::isAlive,
        server.process()::lastOutput,
        server::close);
  }

  static AzureProcess of(Child child, int port) {
    return new AzureProcess(child.pid(), port, child::isAlive, child::lastLines, child::close);
  }

  boolean isAlive() {
    return alive.getAsBoolean();
  }

  String lastOutput() {
    return "its output ends with:\n" + output.get();
  }

  /**
   * Waits until it takes connections.
   *
   * @throws IOException when it ends before, or has not done so within a minute
   */
  void awaitListening() throws IOException, InterruptedException {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (!listens()) {
      if (!isAlive() || System.nanoTime() > until) {
        throw new IOException("nothing listens on port " + port + "; " + lastOutput());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  /**
   * Waits until it takes no processor's time: priming says to nobody outside that it is through.
   */
  void awaitQuiet() throws IOException, InterruptedException {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    double used;
    do {
      if (System.nanoTime() > until) {
        throw new IOException("it is still busy after a minute; " + lastOutput());
      }
      used = ProcessStats.cpuMillis(pid);
      Thread.sleep(QUIET_MILLIS);
    } while (ProcessStats.cpuMillis(pid) - used > IDLE_MILLIS);
  }

  /**
   * Makes a call.
   *
   * @throws IOException when it is not answered with 200
   */
  void call() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CALLER.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(CALL))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "it answers %d %s; %s".formatted(answer.statusCode(), answer.body(), lastOutput()));
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
