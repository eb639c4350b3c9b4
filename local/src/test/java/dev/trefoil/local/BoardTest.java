package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.gcp.CloudRunHost.Signature;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.queue.FreePort;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One process of a function meets an outage; the others know it by the board, in each cloud's own
 * table, until a scheduled probe finds that it is over.
 */
class BoardTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A breaker that opens soon and does not try again while the test runs, and time for a process
   * that is young on a slow machine.
   */
  private static final String CONFIG =
      LocalConfig.bundled()
          + """
          board: {readSeconds: 1, firstReadMs: 10000}
          breaker: {consecutiveFailures: 2, openMs: 3600000}
          """;

  private static final String CHAT =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @TempDir static Path folder;

  private static final Parts PARTS = new Parts();
  private static LocalConfig config;
  private static EmulatedCloud emulators;
  private static LocalQueues queues;

  /** A cloud, and the service that its calls go to first. */
  enum On {
    AWS("bedrock"),
    AZURE("azure"),
    GCP("vertex_ai");

    private final String service;

    On(String service) {
      this.service = service;
    }

    Controls model() {
      return emulators.model(service).orElseThrow().controls();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    config = LocalConfig.of(CONFIG, Map.of());
    emulators = PARTS.add(EmulatedCloud.start(config.emulated()));
    LocalClouds.Options options =
        new LocalClouds.Options(Ports.anyFree(), config, RunningClouds.home(), Optional.empty());
    queues = LocalQueues.start(options, emulators, logs("queues"), PARTS);
    queues.awaitReady();
  }

  @AfterAll
  static void end() {
    PARTS.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatOneProcessHasFoundFailingAColdOneSkipsUntilAProbeFindsItHealed(On on) throws Exception {
    assumeTrue(
        queues.has(on.name().toLowerCase(Locale.ROOT)),
        "skipped: " + on + " has no table on this machine");
    try (FunctionHost first = http(on, "first")) {
      on.model().fault(Fault.always(new Failure.Outage()));
      assertThat(provider(first)).as("the first call fails over").isNotEqualTo(on.service);
      assertThat(on.model().journal()).as("and has asked").isNotEmpty();

      on.model().clearJournal();
      try (FunctionHost cold = http(on, "cold")) {
        assertThat(provider(cold)).isNotEqualTo(on.service);
        assertThat(on.model().journal()).as("what the cold process asked").isEmpty();

        on.model().clearFault();
        probe(on, first);

        assertThat(Eventually.holds(() -> provider(cold), on.service::equals))
            .isEqualTo(on.service);
      }
    } finally {
      on.model().clearFault();
    }
  }

  /** A process of the function that answers HTTP, just started. */
  private static FunctionHost http(On on, String name) throws Exception {
    Functions functions = functions(on + "-" + name);
    FunctionHost host =
        switch (on) {
          case AWS -> functions.lambda("aws", 0, LambdaSettings.DEFAULT);
          case AZURE -> functions.azure(FreePort.pick());
          case GCP ->
              functions.cloudRun(
                  "gcp", FreePort.pick(), Signature.HTTP, "dev.trefoil.gcp.HttpEndpoint");
        };
    host.awaitReady("/health");
    return host;
  }

  /** What the cloud's schedule does; on Azure in the app that answers HTTP as well. */
  private static void probe(On on, FunctionHost app) throws Exception {
    Functions functions = functions(on + "-probe");
    switch (on) {
      case AWS -> {
        LambdaSettings settings =
            new LambdaSettings(
                "dev.trefoil.aws.ProbeLambda",
                1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1);
        try (LambdaHost host = functions.lambda("aws", 0, settings)) {
          byte[] event =
              Files.readAllBytes(
                  Path.of("../aws-lambda/src/test/resources/events/schedule-template.json"));
          JsonNode probed = JSON.readTree(host.invoke(event).get().orElseThrow());
          assertThat(probed)
              .as(probed.toString())
              .hasSize(7)
              .allMatch(o -> o.asText().equals("ok"));
        }
      }
      case AZURE ->
          assertThat(Http.post(app.port(), "/admin/functions/probe", "{}").statusCode())
              .isEqualTo(202);
      case GCP -> {
        try (ServerHost host =
            functions.cloudRun(
                "gcp", FreePort.pick(), Signature.CLOUDEVENT, "dev.trefoil.gcp.ProbeEvents")) {
          host.awaitListening();
          HttpResponse<String> done =
              Http.send(
                  Http.to(host.port(), "/")
                      .header("ce-specversion", "1.0")
                      .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
                      .header("ce-source", "//pubsub.googleapis.com/projects/p/topics/probe")
                      .header("ce-id", "1")
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofString("{\"message\":{\"data\":\"\"}}")));
          assertThat(done.statusCode()).as(done.body()).isBetween(200, 204);
        }
      }
    }
  }

  /** Which service answers a call. */
  private static String provider(FunctionHost host) throws Exception {
    HttpResponse<String> response = Http.post(host.port(), "/v1/chat/completions", CHAT);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.headers().firstValue("x-trefoil-provider").orElseThrow();
  }

  private static Functions functions(String name) throws Exception {
    Path userHome = Files.createDirectories(folder.resolve(name).resolve("home"));
    List<String> flags = new ArrayList<>(emulators.tls().jvmOptions());
    flags.add("-Duser.home=" + userHome);
    EmulatedKeys keys = EmulatedKeys.of(emulators);
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (ModelEmulator model : emulators.models().values()) {
      endpoints.put(model.service(), model.endpoint());
    }
    String text =
        config.forFunctions(
            endpoints,
            keys.variables(),
            EmulatedTrust.names(emulators.identities().trust()),
            queues.places());
    return new Functions(
        new BuildOutputs(RunningClouds.home()),
        flags,
        cloud -> environment(cloud, text, keys, userHome),
        LambdaSettings.DEFAULT,
        config.lease(),
        logs(name));
  }

  private static Map<String, String> environment(
      HostCloud cloud, String text, EmulatedKeys keys, Path userHome) {
    Map<String, String> variables = new LinkedHashMap<>(keys.environment());
    variables.putAll(queues.environment(cloud));
    return FunctionEnvironment.of(cloud, text, variables, emulators.identities(), userHome);
  }

  private static ChildLogs logs(String name) throws Exception {
    return ChildLogs.in(folder.resolve(name), Optional.empty());
  }
}
