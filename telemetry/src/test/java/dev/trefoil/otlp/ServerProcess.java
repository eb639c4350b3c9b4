package dev.trefoil.otlp;

import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.server.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The server of containers as a process of its own, on loopback. */
final class ServerProcess implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final int metrics;

  private ServerProcess(Process process, int port, int metrics) {
    this.process = process;
    this.port = port;
    this.metrics = metrics;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param variables of its environment besides
   */
  static ServerProcess start(OpenAiEmulator service, Map<String, String> variables)
      throws IOException {
    int port = freePort();
    int metrics = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServerMain.class.getName(),
                    String.valueOf(port)))
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("KEY", "k");
    builder.environment().put("TREFOIL_LOOPBACK", "true");
    builder.environment().put("TREFOIL_LISTEN", "127.0.0.1");
    builder.environment().put("TREFOIL_METRICS_PORT", String.valueOf(metrics));
    builder
        .environment()
        .put(
            "TREFOIL_CONFIG",
            """
            auth: none
            priming: false
            services:
              one: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
            routes: {chat: {targets: [one/gpt-5.4]}}
            """
                .formatted(service.endpoint()));
    builder.environment().putAll(variables);
    Process process = builder.start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("URL: ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the server has ended before it listened");
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
    return new ServerProcess(process, port, metrics);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Calls once; gives the status. */
  int hello() throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(at(port, "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(TracedProcess.HELLO))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  /** What is at a path of the port of metrics. */
  HttpResponse<String> scrape(String method, String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(at(metrics, path)).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  /** Where Prometheus finds its metrics. */
  String metricsAddress() {
    return "127.0.0.1:" + metrics;
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Tells it to end as containers are told, and waits until it has. */
  void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
  }
}
