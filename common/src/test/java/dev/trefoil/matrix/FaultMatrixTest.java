package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Reply;
import dev.trefoil.pairs.EmulatedServices;
import dev.trefoil.routing.RoutingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Every kind of fault, on each of the three clouds' services, for plain and streamed calls, at the
 * first target and at the second: what the caller gets, how often each service is asked, and which
 * limit ends an attempt. The vendors' clients speak to the services' emulators; the limits are
 * scaled down, docs/fallback.md has the real ones.
 */
@Timeout(60)
class FaultMatrixTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the order in which they follow one another in every route. */
  private static final List<String> SERVICES = List.of("bedrock", "azure", "vertex_ai");

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        vertex_ai: {kind: vertex, project: project, location: global}
      limits: {firstTokenMs: 700, firstTokenThinkingMs: 700, stallMs: 700}
      retry: {backoffMs: 1, retryAfterLimitMs: 1500}
      maxResponseBytes: 20000
      routes:
        bedrock: {targets: [bedrock/CLAUDE, azure/GPT, vertex_ai/GEMINI]}
        azure: {targets: [azure/GPT, vertex_ai/GEMINI, bedrock/CLAUDE]}
        vertex_ai: {targets: [vertex_ai/GEMINI, bedrock/CLAUDE, azure/GPT]}
      """
          .replace("CLAUDE", model("bedrock"))
          .replace("GPT", model("azure"))
          .replace("GEMINI", model("vertex_ai"));

  private static EmulatedServices services;
  private static RoutingTable table;

  @BeforeAll
  static void start() throws IOException {
    services = new EmulatedServices();
    table = TrefoilConfig.parse(CONFIG, Map.of()).routing();
    for (String service : SERVICES) {
      // The first call of a client takes longer than the scaled-down limits.
      reset();
      SeenAttempts.by(services.http(), service + "/" + model(service), false);
    }
  }

  /** Azure's is spoken to by Responses, as all that are still new. */
  private static String model(String service) {
    return EmulatedServices.model(service.equals("azure") ? "responses" : service);
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @TestFactory
  Stream<DynamicTest> whatTheCallerGets() {
    List<DynamicTest> tests = new ArrayList<>();
    for (FaultRow row : FaultRow.ALL) {
      for (String service : SERVICES) {
        for (boolean stream : new boolean[] {false, true}) {
          String name = row.name() + ", " + service + (stream ? ", streamed" : ", plain");
          tests.add(dynamicTest(name + ", first", () -> first(row, service, stream)));
          tests.add(dynamicTest(name + ", second", () -> second(row, service, stream)));
        }
      }
    }
    return tests.stream();
  }

  private static void first(FaultRow row, String faulty, boolean stream) throws IOException {
    reset();
    services.controls(faulty).fault(row.fault());

    SeenAttempts told = SeenAttempts.by(services.front(table), faulty, stream);

    check(told, row.expected(faulty, stream, false), List.of());
  }

  private static void second(FaultRow row, String faulty, boolean stream) throws IOException {
    reset();
    String before = before(faulty);
    services.controls(before).fault(Fault.parse(JSON.readTree("{\"kind\":\"outage\"}")));
    services.controls(faulty).fault(row.fault());

    SeenAttempts told = SeenAttempts.by(services.front(table), before, stream);

    check(
        told,
        row.expected(faulty, stream, true),
        List.of(before + " overloaded", before + " overloaded"));
  }

  private static void check(SeenAttempts told, FaultRow.Expected expected, List<String> before) {
    List<String> trail = new ArrayList<>(before);
    trail.addAll(expected.trail());
    assertThat(told.trail()).isEqualTo(trail);
    assertThat(told.status()).isEqualTo(expected.status());
    assertThat(told.ending()).isEqualTo(expected.ending());
    expected.text().ifPresent(text -> assertThat(told.text()).isEqualTo(text));
    for (String service : SERVICES) {
      long attempts = trail.stream().filter(item -> item.startsWith(service + " ")).count();
      assertThat(services.controls(service).journal())
          .as("what " + service + " saw")
          .hasSize((int) attempts);
    }
  }

  /** All services well, and of one mind. */
  private static void reset() throws IOException {
    for (String service : SERVICES) {
      Controls controls = services.controls(service);
      controls.clearFault();
      controls.clearJournal();
      Reply reply = Reply.parse(JSON.readTree(FaultRow.reply(service)), services.kind(service));
      controls.replies(Collections.nCopies(3, reply));
    }
  }

  private static String before(String service) {
    return SERVICES.get((SERVICES.indexOf(service) + SERVICES.size() - 1) % SERVICES.size());
  }
}
