package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agents of unmodified libraries, in whose conversations the service that asked for a tool dies
 * before it gets the result: another answers, begins the next turn, and dies in its turn. In every
 * direction between the three services, with thinking asked for.
 */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class AgentsTest {
  private static final Map<String, NodeProgram> AGENTS = new TreeMap<>();
  private static String missing;

  /** A run. */
  record Run(String agent, String cloud, String from, String to, boolean stream) {}

  @BeforeAll
  static void start() throws Exception {
    Npm.Installed installed = Npm.install();
    missing = installed.missing();
    if (installed.npm().isPresent()) {
      for (String agent : List.of("agent-ai", "agent-langgraph")) {
        AGENTS.put(agent, NodeProgram.start(installed.npm().get(), agent));
      }
    }
  }

  @AfterAll
  static void end() {
    AGENTS.values().forEach(NodeProgram::close);
  }

  /** Each direction by each agent, plain and streamed, the clouds taking turns. */
  static Stream<Run> runs() {
    List<String> clouds = List.of("aws", "azure", "gcp");
    List<String> services = List.of("bedrock", "azure", "vertex_ai");
    List<Run> runs = new ArrayList<>();
    for (String agent : List.of("agent-ai", "agent-langgraph")) {
      for (boolean stream : new boolean[] {false, true}) {
        for (String from : services) {
          for (String to : services) {
            if (!from.equals(to)) {
              runs.add(new Run(agent, clouds.get(runs.size() % clouds.size()), from, to, stream));
            }
          }
        }
      }
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void anAgentGoesOnWhereItsServiceDies(Run run, RunningClouds clouds) throws Exception {
    assumeTrue(missing.isEmpty(), missing);
    ObjectNode asked = NodeProgram.asking("agent", "http://127.0.0.1:" + clouds.port(run.cloud()));
    asked.put("switchboard", "http://127.0.0.1:" + clouds.ports().switchboard());
    asked.put("from", run.from()).put("to", run.to()).put("stream", run.stream());

    JsonNode seen = AGENTS.get(run.agent()).does(asked);

    assertThat(seen.path("texts")).extracting(JsonNode::asText).containsExactly("sunny", "noon");
    assertThat(seen.path("steps"))
        .as(seen.toString())
        .extracting(step -> step.path("status").asInt() + " " + step.path("service").asText())
        .containsExactly(
            "200 " + run.from(), "200 " + run.to(), "200 " + run.to(), "200 " + run.from());
    for (JsonNode step : seen.path("steps")) {
      assertThat(List.of(step.path("trail").asText().split(", ")).getLast())
          .startsWith(step.path("service").asText() + "/")
          .contains(run.stream() ? "outcome=started" : "outcome=ok");
    }
    if (run.agent().equals("agent-ai")) { // LangGraph does not show them.
      assertThat(seen.path("thoughts").asInt()).as(seen.toString()).isPositive();
    }
    // The second turn's call of a tool is the other service's, and the first one's is its own.
    String last = clouds.controls(run.from()).journal().getLast().body().toString();
    assertThat(last)
        .contains("get_weather")
        .contains("get_time")
        .contains("sunny")
        .contains("noon");
  }
}
