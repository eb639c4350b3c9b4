package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole bundle: three functions on their runtimes, three model services, one switchboard. */
@ExtendWith(SharedClouds.class)
class UpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SERVICES = List.of("bedrock", "azure", "vertex_ai");
  private static final String PLAIN =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"one two three\"}]}";
  private static final String STREAMED = PLAIN.replace("{\"model\"", "{\"stream\":true,\"model\"");

  private static RunningClouds clouds;

  @BeforeAll
  static void start(RunningClouds shared) {
    clouds = shared;
  }

  @ParameterizedTest
  @CsvSource({"aws, bedrock", "azure, azure", "gcp, vertex_ai"})
  void aPlainCallIsAnsweredByTheCloudsOwnService(String cloud, String service) throws Exception {
    HttpResponse<String> response = Http.post(clouds.port(cloud), "/v1/chat/completions", PLAIN);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("one two three");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains(service);
    assertThat(response.headers().firstValue("x-trefoil-attempts")).contains("1");
    assertOnlyJournalOf(service);
  }

  @ParameterizedTest
  @CsvSource({"aws, bedrock", "azure, azure", "gcp, vertex_ai"})
  void theShortFormIsAnsweredByTheCloudsOwnService(String cloud, String service) throws Exception {
    HttpResponse<String> response =
        Http.post(clouds.port(cloud), "/chat", "{\"prompt\":\"grüß dich\"}");

    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("response").asText()).isEqualTo("grüß dich");
    assertThat(answer.path("provider").asText()).isEqualTo(service);
    assertOnlyJournalOf(service);
  }

  @ParameterizedTest
  @CsvSource({"aws, bedrock", "azure, azure", "gcp, vertex_ai"})
  void aStreamedAnswerIsWholeAndValid(String cloud, String service) throws Exception {
    HttpResponse<String> response = Http.post(clouds.port(cloud), "/v1/chat/completions", STREAMED);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains(service);
    List<String> events = ServerSentEvents.data(response.body());
    assertThat(events.getLast()).isEqualTo("[DONE]");
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      text.append(JSON.readTree(event).at("/choices/0/delta/content").asText(""));
    }
    assertThat(text).hasToString("one two three");
    assertOnlyJournalOf(service);
  }

  /** The emulator lets a token go only after the client has the one before. */
  @Test
  void onCloudRunChunksArriveOneByOne() throws Exception {
    Semaphore allowed = new Semaphore(1);
    clouds.controls("vertex_ai").pace(token -> allowed.acquire());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              Http.to(clouds.port("gcp"), "/v1/chat/completions")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(STREAMED))
                  .build(),
              BodyHandlers.ofInputStream());
      StringBuilder text = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("data: {")) {
            String content =
                JSON.readTree(line.substring(6)).at("/choices/0/delta/content").asText("");
            text.append(content);
            if (!content.isEmpty()) {
              allowed.release();
            }
          }
        }
      }
      assertThat(text).hasToString("one two three");
    }
  }

  @Test
  void anOutageOfBedrockIsAnsweredByAzureAndTheTrailSaysSo() throws Exception {
    switchboardPut("/faults/bedrock", "{\"kind\":\"outage\"}");

    HttpResponse<String> response = Http.post(clouds.port("aws"), "/v1/chat/completions", PLAIN);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains("azure");
    assertThat(response.headers().firstValue("x-trefoil-attempts")).contains("3");
    assertThat(response.headers().firstValue("x-trefoil-trail").orElseThrow())
        .matches(
            "(bedrock/[^;]+;outcome=overloaded;ms=[0-9]+, ){2}azure/gpt-5.4;outcome=ok;ms=[0-9]+");
  }

  @ParameterizedTest
  @CsvSource({"aws", "azure", "gcp"})
  void withAllServicesOutTheAnswerIs503AfterTwoAttemptsEachUntilTheyHeal(String cloud)
      throws Exception {
    for (String service : SERVICES) {
      switchboardPut("/faults/" + service, "{\"kind\":\"outage\"}");
    }

    HttpResponse<String> response = Http.post(clouds.port(cloud), "/v1/chat/completions", PLAIN);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("x-trefoil-attempts")).contains("6");
    assertThat(JSON.readTree(response.body()).at("/error/attempts")).hasSize(6);

    assertThat(Http.delete(clouds.ports().switchboard(), "/faults").statusCode()).isEqualTo(200);
    assertThat(Http.post(clouds.port(cloud), "/v1/chat/completions", PLAIN).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"aws", "azure", "gcp"})
  void nothingMalformedReachesAModelService(String cloud) throws Exception {
    int port = clouds.port(cloud);
    assertThat(Http.post(port, "/v1/chat/completions", "{").statusCode()).isEqualTo(400);
    assertThat(Http.post(port, "/v1/chat/completions", "{\"model\":\"chat\"}").statusCode())
        .isEqualTo(400);
    assertThat(Http.post(port, "/v1/nothing", PLAIN).statusCode()).isEqualTo(404);
    assertThat(Http.get(port, "/v1/chat/completions").statusCode()).isEqualTo(405);
    assertThat(
            Http.post(port, "/v1/chat/completions", PLAIN.replace("\"chat\"", "\"none\""))
                .statusCode())
        .isEqualTo(404);
    for (String service : SERVICES) {
      assertThat(clouds.controls(service).journal()).as(service).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws, openai, gpt-5.4",
    "azure, openai, gpt-5.4",
    "gcp, openai, gpt-5.4",
    "aws, anthropic, claude-sonnet-4-6",
    "azure, anthropic, claude-sonnet-4-6",
    "gcp, anthropic, claude-sonnet-4-6"
  })
  void servicesWithKeysAreReachedAsTargetsAndObeyTheSwitchboard(
      String cloud, String service, String model) throws Exception {
    String asked = PLAIN.replace("\"chat\"", '"' + service + "/" + model + '"');
    HttpResponse<String> response = Http.post(clouds.port(cloud), "/v1/chat/completions", asked);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).at("/choices/0/message/content").asText())
        .isEqualTo("one two three");
    assertOnlyJournalOf(service);

    switchboardPut("/faults/" + service, "{\"kind\":\"throttle\",\"retryAfterSeconds\":7200}");
    HttpResponse<String> refused = Http.post(clouds.port(cloud), "/v1/chat/completions", asked);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).contains("7200");
  }

  @Test
  void allListenersAreOnLoopback() throws Exception {
    assumeTrue(Listening.isKnown(), "skipped: no /proc/net/tcp here");
    Ports ports = clouds.ports();
    for (int port : List.of(ports.switchboard(), ports.aws(), ports.azure(), ports.gcp())) {
      assertThat(Listening.addresses(port))
          .as("port " + port)
          .isNotEmpty()
          .allMatch(Listening::isLoopback);
    }
  }

  private static void switchboardPut(String path, String json) throws Exception {
    assertThat(Http.put(clouds.ports().switchboard(), path, json).statusCode()).isEqualTo(200);
  }

  private static void assertOnlyJournalOf(String service) throws Exception {
    JsonNode requests =
        JSON.readTree(Http.get(clouds.ports().switchboard(), "/journal").body()).path("requests");
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).path("service").asText()).isEqualTo(service);
  }
}
