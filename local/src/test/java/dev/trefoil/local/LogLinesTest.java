package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.host.FunctionHost;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the built functions write on their runtimes: every line is one JSON object. */
class LogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG =
      """
      auth:
        keys:
          nobody: {sha256: %s}
      services:
        other: {kind: %s}
      routes:
        chat: {targets: [other/a]}
      """;

  private static final Pattern FOREIGN =
      Pattern.compile(
          "^Picked up |^WARNING: .*(sun\\.misc\\.Unsafe|com\\.google\\.)|^WARNING: Please |"
              + " has no trigger that is played here");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "aws, level, timestamp, WARN, INFO",
    "azure, level, timestamp, Warning, Information",
    "gcp, severity, time, WARNING, INFO"
  })
  void everyLineIsAnObjectInTheCloudsOwnWords(
      String cloud, String severity, String time, String warning, String information)
      throws Exception {
    String foreign =
        cloud.equals("aws")
            ? "azure-openai, endpoint: \"https://a.openai.azure.com\""
            : "bedrock, region: us-east-1";
    try (FunctionHost host =
        BuiltFunction.start(
            cloud, CONFIG.formatted("0".repeat(64), foreign), Optional.empty(), Map.of(), folder)) {
      assertThat(
              Http.send(Http.to(host.port(), "/v1/models").header("x-request-id", "mine"))
                  .statusCode())
          .isEqualTo(401);
    }
    List<JsonNode> lines = objects(BuiltFunction.log(folder));
    assertThat(lines)
        .anySatisfy(
            line -> {
              assertThat(line.path("message").asText()).contains("cannot be called from here");
              assertThat(line.path(severity).asText()).isEqualTo(warning);
              assertThat(line.path(time).asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            })
        .anySatisfy(
            line -> {
              assertThat(line.path("message").asText()).contains("is refused");
              assertThat(line.path(severity).asText()).isEqualTo(information);
              assertThat(line.path("request_id").asText()).isEqualTo("mine");
            });
  }

  /** The store is where nobody listens. */
  @Test
  void onGoogleCloudAMessageThatComesBackIsNoError() throws Exception {
    String config =
        CONFIG.formatted("0".repeat(64), "vertex, project: p, location: global")
            + """
            jobs:
              gcp:
                queue: projects/p/topics/jobs
                deadLetters: projects/p/topics/dead
                table: projects/p/databases/(default)/documents/jobs
                blobs: b
            """;
    try (FunctionHost host =
        BuiltFunction.startGcpJobs(
            config,
            Map.of(
                "FIRESTORE_EMULATOR_HOST", "127.0.0.1:1",
                "PUBSUB_EMULATOR_HOST", "127.0.0.1:1",
                "STORAGE_EMULATOR_HOST", "http://127.0.0.1:1"),
            folder)) {
      assertThat(
              Http.send(
                      Http.to(host.port(), "/")
                          .header("ce-specversion", "1.0")
                          .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
                          .header("ce-source", "//pubsub.googleapis.com/projects/p/topics/jobs")
                          .header("ce-id", "17")
                          .header("content-type", "application/json")
                          .POST(
                              BodyPublishers.ofString(
                                  "{\"message\":{\"messageId\":\"17\",\"data\":\"eyJpZCI6ImEifQ==\"}}")))
                  .statusCode())
          .as("asks for the message again")
          .isEqualTo(500);
    }
    List<JsonNode> lines = objects(BuiltFunction.log(folder));
    assertThat(lines).noneMatch(line -> line.path("severity").asText().equals("ERROR"));
    assertThat(lines).noneMatch(line -> line.has("stack_trace"));
    assertThat(lines)
        .filteredOn(line -> line.path("message").asText().contains("message 17 is to come back"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("severity").asText()).isEqualTo("INFO"));
  }

  /**
   * All but what the JVM says of its options and libraries, and our host and AWS's client of it.
   */
  private static List<JsonNode> objects(List<String> lines) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines) {
      if (line.contains("LAMBDA_RUNTIME Failed to get next invocation")) {
        break;
      }
      if (FOREIGN.matcher(line).find()) {
        continue;
      }
      try {
        JsonNode object = JSON.readTree(line);
        assertThat(object.isObject()).as(line).isTrue();
        objects.add(object);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + line + "\namong\n" + String.join("\n", lines), e);
      }
    }
    return objects;
  }
}
