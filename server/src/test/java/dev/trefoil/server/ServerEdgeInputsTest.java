package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.edge.EdgeInput;
import dev.trefoil.edge.EdgeInput.Expected;
import dev.trefoil.edge.EdgeInputs;
import dev.trefoil.edge.RawCall;
import dev.trefoil.pairs.EmulatedServices;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of odd inputs, through the server: every row has the answer that it should have. */
class ServerEdgeInputsTest {
  private static EmulatedServices services;
  private static Running running;

  @BeforeAll
  static void start() throws Exception {
    services = new EmulatedServices();
    TrefoilConfig config =
        TrefoilConfig.parse(
            """
            auth: none
            services:
              azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
            routes:
              chat: {targets: [azure/gpt-5.4]}
            """,
            Map.of());
    running = Running.start(services.front(config.routing(), config.http()));
  }

  @AfterAll
  static void stop() {
    running.close();
    services.close();
  }

  static List<EdgeInput> inputs() {
    return EdgeInputs.all();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void anOddInputHasTheAnswerOfEveryDoor(EdgeInput input) throws IOException {
    RawCall answer = RawCall.send(running.port(), input.request());

    assertThat(Expected.told(answer)).as(answer.shown()).isEqualTo(input.at("server"));
    if (input.method().equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
    }
  }
}
