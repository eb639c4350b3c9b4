package dev.trefoil.local.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.edge.EdgeInput;
import dev.trefoil.edge.EdgeInput.Expected;
import dev.trefoil.edge.EdgeInputs;
import dev.trefoil.edge.RawCall;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import java.io.IOException;
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

      assertThat(Expected.told(answer))
          .as(door + " to " + input + ": " + answer.shown())
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
}
