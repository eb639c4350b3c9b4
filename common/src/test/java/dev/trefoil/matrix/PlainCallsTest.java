package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.health.HealthBook;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.RoutingTable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services are asked for by plain calls, counted on the wire, with the vendors' clients. */
@Timeout(60)
class PlainCallsTest {
  private static final int ENOUGH = 20;

  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @AfterEach
  void clear() {
    services().forEach(service -> services.controls(service).clearJournal());
  }

  /** Every protocol on every service that has it. */
  static List<String> services() {
    return EmulatedServices.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void aServiceIsAskedForTheWholeOnceTwentyAnswersWereQuick(String service) throws IOException {
    HttpHandler http = services.front(table("routes: {r: {targets: [openai/gpt-5.2]}}\n"));
    String target = target(service);
    List<SeenAttempts> told = new ArrayList<>();
    List<Boolean> streamed = new ArrayList<>();
    for (int call = 0; call < ENOUGH + 2; call++) {
      told.add(SeenAttempts.by(http, target, false));
      streamed.add(EmulatedServices.isForStream(services.controls(service).journal().getLast()));
    }

    assertThat(streamed.subList(0, ENOUGH)).containsOnly(true);
    assertThat(streamed.subList(ENOUGH, ENOUGH + 2)).containsOnly(false);
    assertThat(services.controls(service).journal()).hasSize(ENOUGH + 2);
    assertThat(told).as("what the caller is told is the same").containsOnly(told.getFirst());
    assertThat(told.getFirst().trail()).containsExactly(service + " ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bedrock", "azure", "vertex_ai", "responses", "anthropic"})
  void aWholeAnswerThatIsTooLargeGoesToTheNextTarget(String service) throws IOException {
    HealthBook health =
        new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), new Random(1));
    for (int i = 0; i < ENOUGH; i++) {
      health.of(Target.parse(target(service)).orElseThrow()).gaveWhole(Duration.ofMillis(5));
    }
    HttpHandler http =
        services.front(
            table(
                "routes: {r: {targets: [%s, %s], maxResponseBytes: 3}}\n"
                    .formatted(target(service), target("openai"))),
            health);

    SeenAttempts told = SeenAttempts.by(http, "r", false);

    assertThat(told.trail())
        .containsExactly(service + " response_too_large", "openai response_too_large");
    assertThat(told.ending()).isEqualTo("response_too_large");
    assertThat(services.controls(service).journal()).hasSize(1);
    assertThat(EmulatedServices.isForStream(services.controls(service).journal().getFirst()))
        .isFalse();
    assertThat(EmulatedServices.isForStream(services.controls("openai").journal().getFirst()))
        .isTrue();
  }

  private static String target(String service) {
    return service + "/" + EmulatedServices.model(service);
  }

  private static RoutingTable table(String routes) {
    return TrefoilConfig.parse(
            """
            auth: none
            services:
              bedrock: {kind: bedrock, region: us-east-1}
              azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
              vertex_ai: {kind: vertex, project: project, location: global}
              openai: {kind: openai, endpoint: "https://a.example/v1"}
              responses: {kind: openai, endpoint: "https://api.openai.com/v1", protocol: responses}
              anthropic: {kind: anthropic, keyFrom: "env:KEY"}
              bedrock_gpt: {kind: bedrock, region: us-east-1}
              mantle: {kind: bedrock-mantle, region: us-east-1}
              foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
              claude_aws: {kind: bedrock, region: us-east-1, protocol: messages}
              claude_mantle: {kind: bedrock-mantle, region: us-east-1}
              claude_gcp: {kind: vertex, project: project, location: global}
            """
                + routes,
            Map.of("KEY", "test-key"))
        .routing();
  }
}
