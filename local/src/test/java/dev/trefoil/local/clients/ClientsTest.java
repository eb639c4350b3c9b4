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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every client, every feature, every cloud; each cell of the printed table is a test. */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class ClientsTest {
  private static final Map<String, String> SERVICES = services();

  /** Longer than any call may take, so that none waits for it. */
  private static final int RETRY_AFTER_SECONDS = 7200;

  private static final ClientTable TABLE = new ClientTable();
  private static final List<RealClient> CLIENTS = new ArrayList<>();
  private static RunningClouds clouds;
  private static Optional<String> withoutNpm;

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
    CLIENTS.add(new OpenAiJavaClient());
    CLIENTS.add(new LangChain4jClient());
    withoutNpm = Npm.install();
    if (withoutNpm.isEmpty()) {
      for (NodeClient.Library library : NodeClient.Library.values()) {
        CLIENTS.add(NodeClient.start(library));
      }
    }
  }

  @AfterAll
  static void end() {
    System.out.println("\n" + TABLE + "\n");
    withoutNpm.ifPresent(reason -> System.out.println("skipped: the clients from npm: " + reason));
    CLIENTS.forEach(RealClient::close);
  }

  @TestFactory
  Stream<DynamicContainer> clients() {
    return CLIENTS.stream()
        .map(
            client ->
                dynamicContainer(
                    client.name(),
                    SERVICES.keySet().stream()
                        .map(cloud -> dynamicContainer(cloud, cells(client, cloud)))));
  }

  /** Shows in the report, and not only in the output, that something was left out. */
  @TestFactory
  Stream<DynamicTest> clientsFromNpm() {
    return Arrays.stream(NodeClient.Library.values())
        .map(
            library ->
                dynamicTest(
                    library.title() + " is there",
                    () -> assumeTrue(withoutNpm.isEmpty(), () -> withoutNpm.orElseThrow())));
  }

  private static Stream<DynamicTest> cells(RealClient client, String cloud) {
    return Stream.of(
        cell(client, cloud, "plain", () -> answered(client, cloud, Feature.PLAIN, Asked.TEXT)),
        cell(client, cloud, "stream", () -> answered(client, cloud, Feature.STREAM, Asked.TEXT)),
        cell(client, cloud, "tools", () -> tools(client, cloud)),
        cell(client, cloud, "structured", () -> structured(client, cloud)),
        cell(client, cloud, "image", () -> image(client, cloud)),
        cell(client, cloud, "embeddings", () -> embeddings(client, cloud)),
        cell(client, cloud, "not found", () -> unknownModel(client, cloud)),
        cell(client, cloud, "throttled", () -> throttled(client, cloud)),
        client.showsRetryAfter()
            ? cell(client, cloud, "Retry-After", () -> retryAfter(client, cloud))
            : without(client, cloud, "Retry-After"),
        client.obeysShouldRetry()
            ? cell(client, cloud, "x-should-retry", () -> oneRequest(client, cloud))
            : without(client, cloud, "x-should-retry"));
  }

  private static DynamicTest cell(RealClient client, String cloud, String column, Check check) {
    return dynamicTest(
        column,
        () -> {
          TABLE.put(client.name(), cloud, column, "FAILED");
          clouds.reset();
          try {
            check.run();
          } finally {
            clouds.reset();
          }
          TABLE.put(client.name(), cloud, column, "ok");
        });
  }

  /** A cell of something that the client does not have. */
  private static DynamicTest without(RealClient client, String cloud, String column) {
    return dynamicTest(
        column + ": the client has none", () -> TABLE.put(client.name(), cloud, column, "-"));
  }

  private static void answered(RealClient client, String cloud, Feature feature, String text)
      throws Exception {
    JsonNode seen = see(client, cloud, feature);
    assertThat(seen.path("text").asText()).isEqualTo(text);
    assertThat(seen.path("tokens").asInt()).isPositive();
    assertThat(clouds.controls(SERVICES.get(cloud)).journal()).hasSize(1);
  }

  private static void tools(RealClient client, String cloud) throws Exception {
    JsonNode seen = see(client, cloud, Feature.TOOLS);
    assertThat(texts(seen.path("calls")))
        .containsExactly("get_weather {\"city\":\"Paris\"}", "get_time {\"zone\":\"CET\"}");
    assertThat(seen.path("text").asText()).isEqualTo("sunny noon");
    assertThat(clouds.controls(SERVICES.get(cloud)).journal()).hasSize(2);
  }

  private static void structured(RealClient client, String cloud) throws Exception {
    JsonNode object = see(client, cloud, Feature.STRUCTURED).path("object");
    assertThat(object.path("city").asText()).isEqualTo(Asked.STRUCTURED_TEXT);
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

  private static void unknownModel(RealClient client, String cloud) throws Exception {
    JsonNode seen = see(client, cloud, Feature.UNKNOWN_MODEL);
    assertThat(seen.path("error").asText()).isEqualTo(client.notFoundError());
    assertThat(seen.path("status").asInt()).isEqualTo(404);
    for (String service : SERVICES.values()) {
      assertThat(clouds.controls(service).journal()).as(service).isEmpty();
    }
  }

  private static void throttled(RealClient client, String cloud) throws Exception {
    JsonNode seen = throttle(client, cloud);
    assertThat(seen.path("error").asText()).isEqualTo(client.rateLimitError());
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
    return client.does(feature, "http://127.0.0.1:" + clouds.port(cloud) + "/v1");
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
