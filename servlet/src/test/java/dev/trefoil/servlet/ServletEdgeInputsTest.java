package dev.trefoil.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.edge.EdgeInput;
import dev.trefoil.edge.EdgeInput.Expected;
import dev.trefoil.edge.EdgeInputs;
import dev.trefoil.edge.RawCall;
import dev.trefoil.pairs.EmulatedServices;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of odd inputs, through the servlet in containers as they are by default. */
class ServletEdgeInputsTest {
  private static final Map<ServletServer, Integer> PORTS = new EnumMap<>(ServletServer.class);
  private static final RunningServlets SERVLETS = new RunningServlets();

  private static EmulatedServices services;

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
    for (ServletServer server : ServletServer.values()) {
      PORTS.put(server, SERVLETS.start(server, services.front(config.routing(), config.http())));
    }
  }

  @AfterAll
  static void stop() {
    SERVLETS.close();
    services.close();
  }

  static List<EdgeInput> inputs() {
    return EdgeInputs.all();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void anOddInputHasTheAnswerOfEveryDoor(EdgeInput input) throws IOException {
    for (ServletServer server : ServletServer.values()) {
      String door = server.name().toLowerCase(Locale.ROOT);
      RawCall answer = RawCall.send(PORTS.get(server), input.request());

      assertThat(Expected.told(answer)).as(door + ": " + answer.shown()).isEqualTo(input.at(door));
      if (input.method().equals("HEAD")) {
        assertThat(answer.body()).as(door).isEmpty();
      }
    }
  }
}
