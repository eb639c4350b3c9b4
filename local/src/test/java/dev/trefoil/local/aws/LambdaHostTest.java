package dev.trefoil.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.Gate;
import dev.trefoil.local.Http;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.functions.EchoLambda;
import dev.trefoil.local.functions.Staging;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real runtime interface client behind our front door. */
class LambdaHostTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LambdaSettings SETTINGS =
      new LambdaSettings(
          EchoLambda.class.getName(), 256, Duration.ofSeconds(50), Duration.ofSeconds(30), 2);

  @TempDir Path folder;

  private LambdaHost start(LambdaSettings settings) throws Exception {
    LambdaHost host = start(settings, runtime());
    host.awaitReady("/inferred");
    return host;
  }

  private static List<Path> runtime() throws IOException {
    return ClassPaths.jarsIn(Path.of("target/runtimes/lambda"));
  }

  private LambdaHost start(LambdaSettings settings, List<Path> runtimeJars) throws Exception {
    Staging.jar(folder.resolve("function/lib/echo.jar"), Map.of(), EchoLambda.class);
    LambdaHost host =
        LambdaHost.start(
            "aws",
            0,
            settings,
            folder.resolve("function"),
            runtimeJars,
            List.of(),
            Map.of("HOME", "/nowhere"),
            new ChildLogs(folder, Optional.empty()));
    return host;
  }

  @Test
  void aCallBecomesAnHttpApiEvent() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      HttpResponse<String> response =
          Http.send(
              Http.to(host.port(), "/a%20path?x=1&x=2&y=%C3%A9")
                  .header("Content-Type", "application/json; charset=utf-8")
                  .header("X-Many", "one")
                  .header("X-Many", "two")
                  .header("Cookie", "c=1; d=2")
                  .header("User-Agent", "test")
                  .POST(BodyPublishers.ofString("{\"text\":\"grün\"}")));

      JsonNode event = JSON.readTree(response.body());
      assertThat(event.path("version").asText()).isEqualTo("2.0");
      assertThat(event.path("routeKey").asText()).isEqualTo("$default");
      assertThat(event.path("rawPath").asText()).isEqualTo("/a path");
      assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&x=2&y=%C3%A9");
      assertThat(event.path("queryStringParameters"))
          .isEqualTo(JSON.readTree("{\"x\":\"1,2\",\"y\":\"é\"}"));
      assertThat(event.path("cookies")).isEqualTo(JSON.readTree("[\"c=1\",\"d=2\"]"));
      assertThat(event.path("headers").path("x-many").asText()).isEqualTo("one,two");
      assertThat(event.path("headers").has("cookie")).isFalse();
      assertThat(event.path("headers").path("x-amzn-trace-id").asText()).startsWith("Root=1-");
      assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("POST");
      assertThat(event.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
      assertThat(event.at("/requestContext/http/userAgent").asText()).isEqualTo("test");
      assertThat(event.path("body").asText()).isEqualTo("{\"text\":\"grün\"}");
      assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();

      assertThat(response.statusCode()).isEqualTo(201);
      assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
      assertThat(response.headers().firstValue("x-one")).contains("1");
      assertThat(response.headers().firstValue("apigw-requestid"))
          .contains(event.at("/requestContext/requestId").asText());
    }
  }

  @Test
  void aBodyThatIsNotTextIsBase64() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      for (String type : List.of("application/octet-stream", "application/json")) {
        JsonNode event =
            JSON.readTree(
                Http.send(
                        Http.to(host.port(), "/")
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0})))
                    .body());
        assertThat(event.path("isBase64Encoded").asBoolean()).as(type).isTrue();
        assertThat(event.path("body").binaryValue()).containsExactly(0xff, 0);
      }
      JsonNode without = JSON.readTree(Http.get(host.port(), "/").body());
      assertThat(without.has("body")).isFalse();
      assertThat(without.path("isBase64Encoded").asBoolean()).isFalse();
    }
  }

  @Test
  void theFunctionKnowsItsCallAndNothingOfTheMachine() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      String[] facts =
          Http.send(Http.to(host.port(), "/facts").header("X-Amzn-Trace-Id", "Root=1-ab-cd;X=1"))
              .body()
              .split(" ");
      assertThat(facts[1]).matches("[0-9a-f-]{36}");
      assertThat(facts[2]).isEqualTo("trefoil");
      assertThat(Integer.parseInt(facts[3])).isBetween(1, 50);
      assertThat(facts[4]).isEqualTo("/nowhere");
      assertThat(facts[5]).startsWith("Root=1-ab-cd;Parent=").endsWith(";Sampled=0");
    }
  }

  @Test
  void whatAFunctionReturnsIsReadAsApiGatewayReadsIt() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      HttpResponse<String> inferred = Http.get(host.port(), "/inferred");
      assertThat(inferred.statusCode()).isEqualTo(200);
      assertThat(inferred.body()).isEqualTo("{\"a\":1}");
      assertThat(inferred.headers().firstValue("content-type")).contains("application/json");
      for (String path : List.of("/nonsense", "/throw", "/large")) {
        HttpResponse<String> failed = Http.get(host.port(), path);
        assertThat(failed.statusCode()).as(path).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      }
      assertThat(host.pids()).as("none of these ends the process").hasSize(1);
    }
  }

  @Test
  void withoutItsNativeLibraryTheClientWorksAsWell() throws Exception {
    try (LambdaHost host = start(SETTINGS, LambdaEnvironment.portable(runtime()))) {
      assertThat(Http.get(host.port(), "/facts").body()).contains(" trefoil ");
      assertThat(Http.post(host.port(), "/", "\"grün\"").statusCode()).isEqualTo(201);
      assertThat(Http.get(host.port(), "/throw").statusCode()).isEqualTo(500);
      assertThat(Http.get(host.port(), "/facts").statusCode()).isEqualTo(200);
      assertThat(host.pids()).hasSize(1);
    }
  }

  @Test
  void anEventOverSixMegabytesIsRefused() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      HttpResponse<String> refused =
          Http.post(host.port(), "/", "\"" + "x".repeat(6_300_000) + "\"");
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(Http.post(host.port(), "/", "\"" + "x".repeat(4_000_000) + "\"").statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void concurrentCallsGetProcessesOfTheirOwnUpToTheLimitAndThenWait() throws Exception {
    try (LambdaHost host = start(SETTINGS);
        Gate gate = new Gate()) {
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(Http.sendAsync(Http.to(host.port(), "/wait?" + gate.url())));
      }
      gate.awaitArrivals(2);
      assertThat(host.pids()).hasSize(2);
      gate.open();
      List<String> pids = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        pids.add(call.get().body());
      }
      assertThat(pids.stream().collect(Collectors.toSet()))
          .isEqualTo(host.pids().stream().map(String::valueOf).collect(Collectors.toSet()));
    }
  }

  @Test
  void callsOneAfterTheOtherShareAProcess() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      for (int i = 0; i < 20; i++) {
        Http.get(host.port(), "/facts");
      }
      assertThat(host.pids()).hasSize(1);
    }
  }

  @Test
  void aProcessThatEndsFailsItsCallAndIsReplaced() throws Exception {
    try (LambdaHost host = start(SETTINGS)) {
      List<Long> before = host.pids();
      assertThat(Http.get(host.port(), "/crash").statusCode()).isEqualTo(500);
      assertThat(Http.get(host.port(), "/facts").statusCode()).isEqualTo(200);
      assertThat(host.pids()).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void anInvocationPastItsTimeoutEndsWithItsProcess() throws Exception {
    LambdaSettings impatient =
        new LambdaSettings(
            SETTINGS.handler(), 256, Duration.ofMillis(500), Duration.ofSeconds(30), 1);
    try (LambdaHost host = start(impatient);
        Gate gate = new Gate()) {
      List<Long> before = host.pids();
      HttpResponse<String> late = Http.get(host.port(), "/wait?" + gate.url());
      assertThat(late.statusCode()).isEqualTo(500);
      assertThat(late.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      assertThat(Http.get(host.port(), "/inferred").statusCode()).isEqualTo(200);
      assertThat(host.pids()).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void theFrontDoorWaitsNoLongerThanItsLimitForQueueAndAnswer() throws Exception {
    LambdaSettings impatient =
        new LambdaSettings(
            SETTINGS.handler(), 256, Duration.ofSeconds(50), Duration.ofMillis(500), 1);
    try (LambdaHost host = start(impatient);
        Gate gate = new Gate()) {
      CompletableFuture<HttpResponse<String>> held =
          Http.sendAsync(Http.to(host.port(), "/wait?" + gate.url()));
      gate.awaitArrivals(1);
      HttpResponse<String> queued = Http.get(host.port(), "/facts");
      assertThat(queued.statusCode()).isEqualTo(503);
      assertThat(queued.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
      assertThat(held.get().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aFunctionThatCannotBeLoadedIsReportedWithItsLastLines() throws Exception {
    LambdaSettings absent =
        new LambdaSettings("no.such.Handler", 256, SETTINGS.timeout(), SETTINGS.timeout(), 1);
    try (LambdaHost host = start(absent, runtime())) {
      assertThatThrownBy(() -> host.awaitReady("/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("aws-1 answers GET / with 500")
          .hasMessageContaining("no.such.Handler");
    }
  }

  @Test
  void aProcessThatEndsAtItsStartIsReportedWithItsLastLines() throws Exception {
    try (LambdaHost host = start(SETTINGS, List.of())) {
      assertThatThrownBy(() -> host.awaitReady("/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("aws-1 ended with exit code 1")
          .hasMessageContaining("ClassNotFoundException");
      assertThat(Http.get(host.port(), "/").statusCode()).isEqualTo(500);
    }
  }
}
