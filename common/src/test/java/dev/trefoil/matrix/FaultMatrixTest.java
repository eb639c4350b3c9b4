package dev.trefoil.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Reply;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Every kind of fault, on each of the three clouds' services, on those that serve Claude there by
 * Messages and on those that serve GPT there by either of OpenAI's protocols, for plain and
 * streamed calls, at the first target and at the second: what the caller gets, how often each
 * service is asked, and which limit ends an attempt; for plain calls of the clouds' own services
 * also where the whole answer is asked for. The vendors' clients speak to the services' emulators.
 * A limit that is to end the faulty service's attempt is scaled down for it alone, so that no other
 * attempt is too slow on a busy machine; docs/fallback.md has the real ones. Most of the time is
 * spent waiting for them, and so the groups, which share no service, wait together, and so do plain
 * and streamed calls, each on services of their own.
 */
@Timeout(60)
class FaultMatrixTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the order in which they follow one another in every route, beginning with each in turn. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("bedrock", "azure", "vertex_ai"),
          List.of("claude_aws", "foundry", "claude_mantle", "claude_gcp"),
          List.of("bedrock_gpt", "mantle", "responses"),
          EmulatedServices.GPT_BY_CHAT);

  /** What one target's limits are, by the one that is to end its attempt. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "none", "",
          "first-token", ", limits: {firstTokenMs: 700, firstTokenThinkingMs: 700}",
          "stall", ", limits: {stallMs: 700}",
          "whole", ", limits: {firstTokenMs: 300, firstTokenThinkingMs: 300, stallMs: 300}");

  private static final String CONFIG =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        vertex_ai: {kind: vertex, project: project, location: global}
        claude_aws: {kind: bedrock, region: us-east-1, protocol: messages}
        foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
        claude_mantle: {kind: bedrock-mantle, region: us-east-1}
        claude_gcp: {kind: vertex, project: project, location: global}
        bedrock_gpt: {kind: bedrock, region: us-east-1}
        mantle: {kind: bedrock-mantle, region: us-east-1}
        responses: {kind: openai, endpoint: "https://api.openai.com/v1", protocol: responses}
        azure_chat: {kind: azure-openai, endpoint: "https://a.openai.azure.com", protocol: chat}
        bedrock_chat: {kind: bedrock, region: us-east-1, protocol: chat}
        mantle_chat: {kind: bedrock-mantle, region: us-east-1, protocol: chat}
      retry: {backoffMs: 1, retryAfterLimitMs: 1500}
      maxResponseBytes: 20000
      routes:
      """
          + services().map(FaultMatrixTest::routes).collect(Collectors.joining());

  private static final List<ExecutorService> LANES = new ArrayList<>();

  private static EmulatedServices forPlain;
  private static EmulatedServices forStreams;
  private static RoutingTable table;

  /**
   * One fault at one service.
   *
   * @param group the services that are called, in order
   * @param second whether the service before the faulty one is called first, and is out
   * @param whole whether answers were quick before, so that a plain call asks for the whole one
   */
  private record Case(
      FaultRow row,
      List<String> group,
      String faulty,
      boolean stream,
      boolean second,
      boolean whole) {
    String name() {
      return row.name()
          + ", "
          + faulty
          + (stream ? ", streamed" : ", plain")
          + (second ? ", second" : ", first")
          + (whole ? ", asked for whole" : "");
    }

    EmulatedServices emulated() {
      return stream ? forStreams : forPlain;
    }

    String first() {
      return second ? after(faulty, -1) : faulty;
    }

    FaultRow.Expected expected() {
      return whole
          ? row.expectedWhole(faulty, after(faulty, 1))
          : row.expected(faulty, after(faulty, 1), stream, second);
    }

    /** Which limit is to end an attempt at the faulty service. */
    String limit() {
      String start = faulty + " timeout ";
      return expected().trail().stream()
          .filter(item -> item.startsWith(start))
          .findFirst()
          .map(item -> item.substring(start.length()))
          .orElse("none");
    }

    Seen see() throws IOException {
      EmulatedServices services = emulated();
      reset(services, group);
      if (second) {
        services.controls(first()).fault(Fault.parse(JSON.readTree("{\"kind\":\"outage\"}")));
      }
      services.controls(faulty).fault(row.fault());
      HttpHandler front = whole ? services.front(table, quick()) : services.front(table);
      SeenAttempts told = SeenAttempts.by(front, route(first(), faulty, limit()), stream);
      Map<String, Integer> asked = new HashMap<>();
      group.forEach(one -> asked.put(one, services.controls(one).journal().size()));
      return new Seen(
          told,
          asked,
          EmulatedServices.isForStream(services.controls(faulty).journal().getFirst()));
    }

    void check(Seen seen) {
      FaultRow.Expected expected = expected();
      assertThat(seen.forStream()).as("asked for a stream").isEqualTo(!whole);
      List<String> trail = new ArrayList<>();
      if (second) {
        trail.addAll(Collections.nCopies(2, first() + " overloaded"));
      }
      trail.addAll(expected.trail());
      SeenAttempts told = seen.told();
      assertThat(told.trail()).isEqualTo(trail);
      assertThat(told.status()).isEqualTo(expected.status());
      assertThat(told.ending()).isEqualTo(expected.ending());
      expected.text().ifPresent(text -> assertThat(told.text()).isEqualTo(text));
      for (String service : group) {
        long attempts = trail.stream().filter(item -> item.startsWith(service + " ")).count();
        assertThat(seen.asked().get(service))
            .as("what " + service + " saw")
            .isEqualTo((int) attempts);
      }
    }
  }

  /**
   * What came of a case.
   *
   * @param asked how many requests each service got
   * @param forStream whether the first of the faulty service's was for a stream
   */
  private record Seen(SeenAttempts told, Map<String, Integer> asked, boolean forStream) {}

  @BeforeAll
  static void start() throws IOException {
    forPlain = new EmulatedServices();
    forStreams = new EmulatedServices();
    table = TrefoilConfig.parse(CONFIG, Map.of()).routing();
    for (EmulatedServices services : List.of(forPlain, forStreams)) {
      for (List<String> group : GROUPS) {
        for (String service : group) {
          // The first call of a client takes longer than the scaled-down limits.
          reset(services, group);
          SeenAttempts.by(services.http(), target(service), false);
          SeenAttempts.by(services.asAsked(), target(service), false);
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    LANES.forEach(ExecutorService::shutdownNow);
    forStreams.close();
    forPlain.close();
  }

  @TestFactory
  Stream<DynamicTest> whatTheCallerGets() {
    List<DynamicTest> tests = new ArrayList<>();
    for (List<String> group : GROUPS) {
      Map<Boolean, ExecutorService> lanes =
          Map.of(
              false,
              Executors.newSingleThreadExecutor(),
              true,
              Executors.newSingleThreadExecutor());
      LANES.addAll(lanes.values());
      for (Case one : cases(group)) {
        Future<Seen> seen = lanes.get(one.stream()).submit(one::see);
        tests.add(dynamicTest(one.name(), () -> one.check(seen.get(5, TimeUnit.MINUTES))));
      }
    }
    return tests.stream();
  }

  private static List<Case> cases(List<String> group) {
    List<Case> cases = new ArrayList<>();
    for (FaultRow row : FaultRow.ALL) {
      for (String service : group) {
        for (boolean stream : new boolean[] {false, true}) {
          cases.add(new Case(row, group, service, stream, false, false));
          cases.add(new Case(row, group, service, stream, true, false));
        }
        if (group == GROUPS.getFirst()) {
          cases.add(new Case(row, group, service, false, false, true));
        }
      }
    }
    return cases;
  }

  /** What twenty quick answers of each target have shown. */
  private static HealthBook quick() {
    HealthBook health =
        new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), new Random(1));
    services()
        .map(FaultMatrixTest::target)
        .forEach(
            target -> {
              for (int i = 0; i < 20; i++) {
                health.of(Target.parse(target).orElseThrow()).gaveWhole(Duration.ofMillis(5));
              }
            });
    return health;
  }

  /** A group's services well, and of one mind. */
  private static void reset(EmulatedServices services, List<String> group) throws IOException {
    for (String service : group) {
      Controls controls = services.controls(service);
      controls.clearFault();
      controls.clearJournal();
      Reply reply = Reply.parse(JSON.readTree(FaultRow.reply(service)), services.kind(service));
      controls.replies(Collections.nCopies(3, reply));
    }
  }

  private static Stream<String> services() {
    return GROUPS.stream().flatMap(List::stream);
  }

  private static List<String> group(String service) {
    return GROUPS.stream().filter(group -> group.contains(service)).findFirst().orElseThrow();
  }

  /** Which service of its group comes a number of places after one; those before are negative. */
  private static String after(String service, int places) {
    List<String> group = group(service);
    return group.get(Math.floorMod(group.indexOf(service) + places, group.size()));
  }

  /** Those that begin with a service: for every limit, of its target or of the second. */
  private static String routes(String first) {
    return Stream.of(first, after(first, 1))
        .flatMap(limited -> LIMITS.keySet().stream().map(limit -> written(first, limited, limit)))
        .collect(Collectors.joining());
  }

  private static String written(String first, String limited, String limit) {
    return Stream.iterate(first, service -> after(service, 1))
        .limit(group(first).size())
        .map(
            one -> "{target: " + target(one) + (one.equals(limited) ? LIMITS.get(limit) : "") + "}")
        .collect(
            Collectors.joining(
                ", ", "  " + route(first, limited, limit) + ": {targets: [", "]}\n"));
  }

  private static String route(String first, String limited, String limit) {
    return first + "." + limited + "." + limit;
  }

  /** Azure's is spoken to by Responses, as all that are still new. */
  private static String target(String service) {
    return service + "/" + EmulatedServices.model(service.equals("azure") ? "responses" : service);
  }
}
