package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import java.io.BufferedReader;
import java.io.InputStreamReader;
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
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The streaming archives as processes: {@code run.sh} in the surroundings that the Lambda Web
 * Adapter, the Functions host and a container engine give it. Those three themselves are not here.
 */
class StreamingServerTest {
  private static final String STREAMED =
      "{\"stream\":true,\"model\":\"chat\",\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"one two three\"}]}";

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
        port -> Map.of("TREFOIL_HOST", "aws", "TREFOIL_TIMEOUT_SECONDS", "120", "PORT", port));
  }

  private interface Surroundings {
    Map<String, String> at(String port);
  }

  /** The emulator lets a token go only after the client has the one before. */
  private void assertStreams(String archive, String service, Surroundings surroundings)
      throws Exception {
    int port = FreePorts.one();
    start(archive, surroundings.at(String.valueOf(port)));
    Semaphore allowed = new Semaphore(1);
    emulators.model(service).orElseThrow().controls().pace(token -> allowed.acquire());
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                  .header("content-type", "application/json")
                  .POST(BodyPublishers.ofString(STREAMED))
                  .build(),
              BodyHandlers.ofInputStream());
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
    environment.putAll(surroundings);
    server = Server.start(place, environment);
  }
}
