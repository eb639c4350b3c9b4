package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.deployment.containers.Manifests;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.Ports;
import dev.trefoil.local.queue.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The streaming archives as processes: {@code run.sh} in the surroundings that the Lambda Web
 * Adapter, the Functions host and a container engine give it. Those three themselves are not here.
 */
class StreamingServerTest {
  private static final String STREAMED =
      "{\"stream\":true,\"model\":\"chat\",\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"one two three\"}]}";

  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]+)\"");
  private static final int STREAMS = 200;

  /** Of a call, of the end and of the test: far more than any takes, on a slow machine too. */
  private static final int LIMIT_SECONDS = 300;

  /** So many begin at once: a process that has just started has much to load for its first ones. */
  private static final int WAVE = 10;

  @TempDir static Path folder;

  private static EmulatedCloud emulators;
  private Server server;

  @BeforeAll
  static void emulate() {
    Packaged.requireStartable();
    emulators = EmulatedCloud.start(Emulated.config().emulated());
  }

  @AfterAll
  static void end() {
    if (emulators != null) {
      emulators.close();
    }
  }

  @AfterEach
  void stop() {
    emulators.models().values().forEach(model -> model.controls().pace(Pace.FREE));
    if (server != null) {
      server.close();
    }
  }

  @Test
  void behindTheLambdaWebAdapterItStreamsFromBedrock() throws Exception {
    assertStreams(
        "aws-lambda-streaming",
        "bedrock",
        port -> Map.of("AWS_LAMBDA_FUNCTION_NAME", "trefoil", "AWS_LWA_PORT", port));
  }

  @Test
  void asACustomHandlerItStreamsFromAzureOpenAi() throws Exception {
    assertStreams(
        "azure-functions-streaming", "azure", port -> Map.of("FUNCTIONS_CUSTOMHANDLER_PORT", port));
  }

  @Test
  void inAContainerItStreamsFromTheCloudThatItIsToldOf() throws Exception {
    assertStreams(
        "aws-lambda-streaming",
        "bedrock",
        port -> Map.of("TREFOIL_HOST", "aws", "TREFOIL_TIMEOUT_SECONDS", "300", "PORT", port));
  }

  /** And until then it answers what platforms ask, as the files of containers/ have it. */
  @Test
  @Timeout(LIMIT_SECONDS)
  void aContainerThatIsToldToEndLosesNoneOfTwoHundredOpenStreams() throws Exception {
    Ports ports = Ports.anyFree();
    int port = ports.aws();
    int metrics = ports.azure();
    start(
        "aws-lambda-streaming",
        Map.of(
            "TREFOIL_HOST",
            "aws",
            "TREFOIL_DRAIN_SECONDS",
            String.valueOf(LIMIT_SECONDS),
            "TREFOIL_TIMEOUT_SECONDS",
            String.valueOf(LIMIT_SECONDS),
            "TREFOIL_METRICS_PORT",
            String.valueOf(metrics),
            "PORT",
            String.valueOf(port)));
    CountDownLatch rest = new CountDownLatch(1);
    emulators
        .model("bedrock")
        .orElseThrow()
        .controls()
        .pace(
            token -> {
              if (token > 0) {
                rest.await();
              }
            });
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String path : Manifests.probed()) {
        assertThat(status(client, port, path)).as(path).isEqualTo(200);
      }
      assertThat(status(client, metrics, "/metrics")).isEqualTo(200);
      try {
        List<Future<String>> answers = openStreams(client, readers, port);
        server.tellToEnd();
        awaitToldToEnd(port);
        assertThat(answers).filteredOn(Future::isDone).isEmpty();
        rest.countDown();

        for (int i = 0; i < STREAMS; i++) {
          assertThat(answers.get(i).get()).isEqualTo("first of stream-" + i + " [DONE]");
        }
        assertThat(server.awaitEnd()).as("128 and SIGTERM").isEqualTo(143);
      } finally {
        // Before the readers are waited for, who wait for it.
        rest.countDown();
      }
    }
  }

  /** Streams of which each has begun. */
  private static List<Future<String>> openStreams(
      HttpClient client, ExecutorService readers, int port) throws InterruptedException {
    Semaphore begun = new Semaphore(0);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      String words = "first of stream-" + i;
      answers.add(readers.submit(() -> stream(client, port, words, begun)));
      if (answers.size() % WAVE == 0) {
        begun.acquire(WAVE);
      }
    }
    return answers;
  }

  private static int status(HttpClient client, int port, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  /** It is another process, which can only be asked. */
  private static void awaitToldToEnd(int port) throws IOException, InterruptedException {
    while (takesConnections(port)) {
      Thread.sleep(20);
    }
  }

  private static boolean takesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      return socket.isConnected();
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * The text of a streamed answer and its end mark, or what came in its place.
   *
   * @param begun is told once there is some of it, or will be none
   */
  private static String stream(HttpClient client, int port, String words, Semaphore begun)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    AtomicBoolean told = new AtomicBoolean();
    Runnable tell =
        () -> {
          if (told.compareAndSet(false, true)) {
            begun.release();
          }
        };
    try (Stream<String> lines = client.send(request(port, words), BodyHandlers.ofLines()).body()) {
      lines
          .filter(line -> !line.startsWith(":")) // A comment keeps a silent stream open.
          .forEach(
              line -> {
                Matcher content = CONTENT.matcher(line);
                if (content.find()) {
                  text.append(content.group(1));
                  tell.run();
                } else if (line.equals("data: [DONE]")) {
                  text.append(" [DONE]");
                } else if (!line.startsWith("data: ")) {
                  text.append(line);
                }
              });
    } finally {
      tell.run();
    }
    return text.toString();
  }

  private static HttpRequest request(int port, String words) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(STREAMED.replace("one two three", words)))
        .build();
  }

  private interface Surroundings {
    Map<String, String> at(String port);
  }

  /** The emulator lets a token go only after the client has the one before. */
  private void assertStreams(String archive, String service, Surroundings surroundings)
      throws Exception {
    int port = FreePort.pick();
    start(archive, surroundings.at(String.valueOf(port)));
    Semaphore allowed = new Semaphore(1);
    emulators.model(service).orElseThrow().controls().pace(token -> allowed.acquire());
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response = client.send(request(port, "one two three"), BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("x-trefoil-provider")).contains(service);
      List<String> seen = new ArrayList<>();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          seen.add(line);
          if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
            allowed.release();
          }
        }
      }
      assertThat(seen).contains("data: [DONE]");
      assertThat(allowed.availablePermits()).isPositive();
    }
  }

  private void start(String archive, Map<String, String> surroundings) throws Exception {
    Path place = folder.resolve(archive + surroundings.hashCode());
    Packaged.unpack(archive, place);
    Map<String, String> environment = Server.environment(emulators, folder);
    environment.computeIfPresent("TREFOIL_CONFIG", (name, config) -> patient(config));
    environment.putAll(surroundings);
    server = Server.start(place, environment);
  }

  /** The same, in which no target is given up because this machine is slow. */
  private static String patient(String config) {
    return config
        .replaceFirst("\\{", "{\"limits\":{\"firstTokenMs\":290000,\"stallMs\":290000},")
        .replaceFirst("\"frontDoorTimeoutMs\"\\s*:\\s*\"?\\d+\"?", "\"frontDoorTimeoutMs\":295000");
  }
}
