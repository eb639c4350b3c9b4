package dev.trefoil.local.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import dev.trefoil.local.doors.EdgeInput.Expected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same odd input has the same answer through Lambda's, Azure's and Google's own runtimes. */
@ExtendWith(SharedClouds.class)
class EdgeInputsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> DOORS = List.of("aws", "azure", "gcp");

  private final RunningClouds clouds;

  EdgeInputsTest(RunningClouds clouds) {
    this.clouds = clouds;
  }

  static Stream<EdgeInput> inputs() {
    return EdgeInputs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void anOddInputHasTheSameAnswerThroughEveryDoor(EdgeInput input) throws IOException {
    for (String door : DOORS) {
      RawCall answer = RawCall.send(clouds.port(door), input.request());

      assertThat(told(answer))
          .as(door + " to " + input + ": " + shown(answer))
          .isEqualTo(input.at(door));
      if (input.method().equals("HEAD")) {
        assertThat(answer.body()).as(door).isEmpty();
      }
    }
  }

  @Test
  void theDocumentationHoldsTheTable() throws IOException {
    String table =
        EdgeInputs.all().stream()
            .map(EdgeInput::row)
            .collect(
                Collectors.joining("\n", "| sent | answered | but |\n| --- | --- | --- |\n", "\n"));

    assertThat(Files.readString(RunningClouds.home().resolve("docs/local.md")))
        .as("what docs/local.md has to hold:\n" + table)
        .contains(table);
  }

  private static Expected told(RawCall answer) {
    JsonNode error = json(answer).path("error");
    return new Expected(answer.status(), error.path("code").asText(""), text(error.path("param")));
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.asText() : "";
  }

  private static JsonNode json(RawCall answer) {
    try {
      return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // A platform's own page.
    }
  }

  private static String shown(RawCall answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    return answer.head() + "\n" + body.substring(0, Math.min(500, body.length()));
  }
}
