package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import dev.trefoil.local.clients.RealClient.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every client, at every door that it speaks at, every feature, every cloud; each cell of the
 * printed table is a test. docs/clients.md has the table: {@code -Dtrefoil.draw=true} writes it
 * anew.
 */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class ClientsTest {
  private static final Map<String, String> SERVICES = services();

  /** Longer than any call may take, so that none waits for it. */
  private static final int RETRY_AFTER_SECONDS = 7200;

  private static final ClientTable TABLE = new ClientTable();
  private static final List<RealClient> CLIENTS = new ArrayList<>();
  private static RunningClouds clouds;
  private static String missing;

  /** The clouds, each with the service that answers there first. */
  private static Map<String, String> services() {
    Map<String, String> services = new LinkedHashMap<>();
    services.put("aws", "bedrock");
    services.put("azure", "azure");
    services.put("gcp", "vertex_ai");
    return services;
  }

  @BeforeAll
  static void start(RunningClouds shared) throws Exception {
    clouds = shared;
    CLIENTS.add(OpenAiJavaClient.openAi());
    CLIENTS.add(OpenAiJavaClient.azure());
    CLIENTS.add(new OpenAiJavaResponses());
    CLIENTS.add(LangChain4jClient.chat());
    CLIENTS.add(LangChain4jClient.responses());
    CLIENTS.add(IsolatedClient.of(new SemanticKernelClient()));
    CLIENTS.add(new AnthropicJavaClient());
    Npm.Installed installed = Npm.install();
    missing = installed.missing();
    if (installed.npm().isPresent()) {
      for (NodeClient.Library library : NodeClient.Library.values()) {
        CLIENTS.add(NodeClient.start(library, installed.npm().get()));
      }
    }
  }

  @AfterAll
  static void end() {
    System.out.println("\n" + TABLE + "\n");
    if (!missing.isEmpty()) {
      System.out.println("skipped: the clients from npm: " + missing);
    }
    CLIENTS.forEach(RealClient::close);
  }

  @TestFactory
  Stream<DynamicContainer> clients() {
    return Stream.concat(
        CLIENTS.stream()
            .map(
                client ->
                    dynamicContainer(
                        client.traits().name() + ", " + client.traits().door(),
                        SERVICES.keySet().stream()
                            .map(cloud -> dynamicContainer(cloud, cells(client, cloud))))),
        Stream.of(
            dynamicContainer(
                "documentation",
                Stream.of(dynamicTest("holds the table", ClientsTest::documented)))));
  }

  /** Only a machine that has all clients can say it. */
  private static void documented() throws IOException {
    assumeTrue(missing.isEmpty(), missing);
    Path page = RunningClouds.home().resolve("docs/clients.md");
    String text = Files.readString(page);
    if (Boolean.getBoolean("trefoil.draw")) {
      int start = text.indexOf("| client | door |");
      Files.writeString(
          page,
          text.substring(0, start)
              + TABLE.markdown()
              + text.substring(text.indexOf("\n\n", start) + 1));
    } else {
      assertThat(text).as("what docs/clients.md has to hold").contains(TABLE.markdown());
    }
  }

  /** Shows in the report, and not only in the output, that something was left out. */
  @TestFactory
  Stream<DynamicTest> clientsFromNpm() {
    return Arrays.stream(NodeClient.Library.values())
        .map(
            library ->
                dynamicTest(
                    library.title() + " is there", () -> assumeTrue(missing.isEmpty(), missing)));
  }

  private static Stream<DynamicTest> cells(RealClient client, String cloud) {
    Traits traits = client.traits();
    return Stream.concat(
        Arrays.stream(Feature.values())
            .map(
                feature ->
                    traits.features().contains(feature)
                        ? cell(traits, cloud, feature.title(), () -> check(client, cloud, feature))
                        : without(traits, cloud, feature.title())),
        Stream.of(
            traits.showsRetryAfter()
                ? cell(traits, cloud, "Retry-After", () -> retryAfter(client, cloud))
                : without(traits, cloud, "Retry-After"),
            traits.obeysShouldRetry()
                ? cell(traits, cloud, "x-should-retry", () -> oneRequest(client, cloud))
                : without(traits, cloud, "x-should-retry")));
  }

  private static void check(RealClient client, String cloud, Feature feature) throws Exception {
    switch (feature) {
      case PLAIN, STREAM -> answered(client, cloud, feature);
      case TOOLS, STREAMED_TOOLS -> tools(client, cloud, feature);
      case STRUCTURED -> structured(client, cloud);
      case IMAGE -> image(client, cloud);
      case EMBEDDINGS -> embeddings(client, cloud);
      case COUNT ->
          assertThat(see(client, cloud, feature).path("tokens").asInt()).isBetween(1, 100);
      case CONVERSATION -> conversation(client, cloud);
      case BACKGROUND -> background(client, cloud);
      case FAILED_STREAM -> failedStream(client, cloud);
      case UNKNOWN_MODEL -> unknownModel(client, cloud);
      case THROTTLED -> throttled(client, cloud);
    }
  }

  private static DynamicTest cell(Traits client, String cloud, String column, Check check) {
    return dynamicTest(
        column,
        () -> {
          TABLE.fails(client, cloud, column);
          clouds.reset();
          try {
            check.run();
          } finally {
            clouds.reset();
          }
          TABLE.works(client, cloud, column);
        });
  }

  /** A cell of something that the client does not have. */
  private static DynamicTest without(Traits client, String cloud, String column) {
    return dynamicTest(
        column + ": the client has none", () -> TABLE.hasNone(client, cloud, column));
  }

  private static void answered(RealClient client, String cloud, Feature feature) throws Exception {
    JsonNode seen = see(client, cloud, feature);
    assertThat(seen.path("text").asText()).isEqualTo(Asked.TEXT);
    assertThat(seen.path("tokens").asInt()).isPositive();
    assertThat(clouds.controls(SERVICES.get(cloud)).journal()).hasSize(1);
  }

  private static void tools(RealClient client, String cloud, Feature feature) throws Exception {
    JsonNode seen = see(client, cloud, feature);
    assertThat(texts(seen.path("calls")))
        .containsExactly("get_weather {\"city\":\"Paris\"}", "get_time {\"zone\":\"CET\"}");
    assertThat(seen.path("text").asText()).isEqualTo("sunny noon");
    assertThat(clouds.controls(SERVICES.get(cloud)).journal()).hasSize(2);
  }

  private static void structured(RealClient client, String cloud) throws Exception {
    JsonNode object = see(client, cloud, Feature.STRUCTURED).path("object");
    assertThat(object.path("city").asText())
        .as("the text, or by a tool the smallest argument")
        .isIn(Asked.STRUCTURED_TEXT, "city");
    assertThat(object.path("population").isNumber()).isTrue();
  }

  private static void image(RealClient client, String cloud) throws Exception {
    assertThat(see(client, cloud, Feature.IMAGE).path("text").asText()).isEqualTo(Asked.IMAGE_TEXT);
    assertThat(clouds.controls(SERVICES.get(cloud)).journal().getFirst().body().toString())
        .contains(Asked.IMAGE);
  }

  private static void embeddings(RealClient client, String cloud) throws Exception {
    JsonNode vectors = see(client, cloud, Feature.EMBEDDINGS).path("vectors");
    assertThat(vectors).hasSize(Asked.TEXTS.size());
    for (int i = 0; i < vectors.size(); i++) {
      float[] expected = Vectors.of(Asked.TEXTS.get(i), vectors.get(i).size());
      assertThat(expected).hasSizeGreaterThan(100);
      for (int j = 0; j < expected.length; j++) {
        assertThat(vectors.get(i).get(j).floatValue()).isCloseTo(expected[j], within(1e-6f));
      }
    }
  }

  /** Each turn is told once, and the second is asked with the first before it. */
  private static void conversation(RealClient client, String cloud) throws Exception {
    JsonNode seen = see(client, cloud, Feature.CONVERSATION);
    assertThat(texts(seen.path("texts")))
        .containsExactly("one two three", "one two three", "four five", "four five");
    assertThat(seen.path("deleted").asBoolean()).isTrue();
    assertThat(seen.path("then").asInt()).isEqualTo(404);
    assertThat(clouds.controls(SERVICES.get(cloud)).journal())
        .hasSize(2)
        .last()
        .satisfies(asked -> assertThat(asked.body().toString()).contains("one two three"));
  }

  private static void background(RealClient client, String cloud) throws Exception {
    assumeTrue(clouds.queues().has(cloud), "skipped: " + cloud + " has no queues on this machine");
    JsonNode seen = see(client, cloud, Feature.BACKGROUND);
    assertThat(seen.path("queued").asText()).isEqualTo("queued");
    assertThat(seen.path("text").asText()).isEqualTo(Asked.TEXT);
    assertThat(seen.path("cancelled").asText()).isEqualTo("completed");
    assertThat(clouds.controls(SERVICES.get(cloud)).journal()).hasSize(1);
  }

  /** One word, and then nobody who could go on. */
  private static void failedStream(RealClient client, String cloud) throws Exception {
    for (String service : SERVICES.values()) {
      Failure failure =
          service.equals(SERVICES.get(cloud)) ? new Failure.Cut(1) : new Failure.Outage();
      clouds.controls(service).fault(Fault.always(failure));
    }
    JsonNode seen = see(client, cloud, Feature.FAILED_STREAM);
    assertThat(seen.has("error")).as("it says so: " + seen).isTrue();
  }

  private static void unknownModel(RealClient client, String cloud) throws Exception {
    JsonNode seen = see(client, cloud, Feature.UNKNOWN_MODEL);
    assertThat(seen.path("error").asText()).isEqualTo(client.traits().notFoundError());
    assertThat(seen.path("status").asInt()).isEqualTo(client.traits().notFoundStatus());
    for (String service : SERVICES.values()) {
      assertThat(clouds.controls(service).journal()).as(service).isEmpty();
    }
  }

  private static void throttled(RealClient client, String cloud) throws Exception {
    JsonNode seen = throttle(client, cloud);
    assertThat(seen.path("error").asText()).isEqualTo(client.traits().rateLimitError());
    assertThat(seen.path("status").asInt()).isEqualTo(429);
  }

  private static void retryAfter(RealClient client, String cloud) throws Exception {
    assertThat(throttle(client, cloud).path("retryAfter").asInt()).isEqualTo(RETRY_AFTER_SECONDS);
  }

  /** A second call of the client would double what the services see. */
  private static void oneRequest(RealClient client, String cloud) throws Exception {
    throttle(client, cloud);
    for (String service : SERVICES.values()) {
      assertThat(clouds.controls(service).journal()).as(service).hasSize(1);
    }
  }

  private static JsonNode throttle(RealClient client, String cloud) throws Exception {
    for (String service : SERVICES.values()) {
      clouds
          .controls(service)
          .fault(Fault.always(new Failure.Throttle(OptionalInt.of(RETRY_AFTER_SECONDS))));
    }
    return see(client, cloud, Feature.THROTTLED);
  }

  private static JsonNode see(RealClient client, String cloud, Feature feature) throws Exception {
    return client.does(feature, "http://127.0.0.1:" + clouds.port(cloud));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** What a cell stands for. */
  @FunctionalInterface
  private interface Check {
    void run() throws Exception;
  }
}
