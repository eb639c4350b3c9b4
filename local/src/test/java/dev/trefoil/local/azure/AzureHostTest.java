package dev.trefoil.local.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.FreePorts;
import dev.trefoil.local.Http;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.functions.EchoAzureFunction;
import dev.trefoil.local.functions.EchoInjector;
import dev.trefoil.local.functions.Staging;
import dev.trefoil.local.host.Readiness;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker's semantics, by a small app in the form that azure-functions-maven-plugin stages. */
class AzureHostTest {
  @TempDir Path folder;

  private Child child;
  private int port;

  private void start(String routePrefix, boolean withInjector) throws Exception {
    Path app = folder.resolve("app");
    Staging.file(
        app,
        "host.json",
        "{\"version\":\"2.0\",\"extensions\":{\"http\":{\"routePrefix\":\""
            + routePrefix
            + "\"}}}");
    function(app, "text", "\"methods\":[\"GET\",\"POST\"],\"route\":\"{*path}\"");
    function(app, "bytes", "\"methods\":[\"POST\"],\"route\":\"raw/{id}\"");
    Staging.file(
        app,
        "queue/function.json",
        "{\"scriptFile\":\"../app.jar\",\"entryPoint\":\"no.such.Queue.run\","
            + "\"bindings\":[{\"type\":\"queueTrigger\",\"name\":\"message\"}]}");
    String services =
        "META-INF/services/com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector";
    Map<String, String> files =
        withInjector ? Map.of(services, EchoInjector.class.getName()) : Map.of();
    Staging.jar(app.resolve("app.jar"), files, EchoAzureFunction.class);
    Staging.jar(app.resolve("lib/injector.jar"), Map.of(), EchoInjector.class);
    port = FreePorts.four();
    child =
        AzureHost.start(
            port,
            app,
            List.of(),
            Map.of(),
            Duration.ofSeconds(600),
            new ChildLogs(folder, Optional.empty()));
    Readiness.await(child, port, (routePrefix.isEmpty() ? "" : "/" + routePrefix) + "/health");
  }

  private static void function(Path app, String name, String trigger) throws Exception {
    Staging.file(
        app,
        name + "/function.json",
        "{\"scriptFile\":\"../app.jar\",\"entryPoint\":\""
            + EchoAzureFunction.class.getName()
            + "."
            + name
            + "\",\"bindings\":[{\"type\":\"httpTrigger\",\"direction\":\"in\",\"name\":\"request\","
            + trigger
            + ",\"authLevel\":\"ANONYMOUS\"},{\"type\":\"http\",\"direction\":\"out\",\"name\":\"$return\"}]}");
  }

  @AfterEach
  void end() {
    child.close();
  }

  @Test
  void aCallReachesItsFunctionAndTheAnswerComesBack() throws Exception {
    start("", false);
    HttpResponse<String> response =
        Http.send(
            Http.to(port, "/some/path?a=1&a=2&b=%C3%A9")
                .header("Content-Type", "application/json")
                .header("X-Many", "one")
                .header("X-Many", "two")
                .POST(BodyPublishers.ofString("{\"text\":\"grün\"}")));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("POST /some/path {a=1,2, b=é} {\"text\":\"grün\"}");
    assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("x-function")).contains("text");
    assertThat(response.headers().firstValue("x-headers").orElseThrow())
        .contains("x-many=one,two")
        .contains("content-type=application/json");
  }

  @Test
  void aNewObjectAnswersEachCall() throws Exception {
    start("", false);
    String first = Http.get(port, "/").headers().firstValue("x-instance").orElseThrow();
    String second = Http.get(port, "/").headers().firstValue("x-instance").orElseThrow();
    assertThat(first).startsWith("worker ");
    assertThat(second).startsWith("worker ").isNotEqualTo(first);
  }

  @Test
  void anInjectorIsMadeBeforeTheFirstCallAndMakesTheObjects() throws Exception {
    start("", true);
    assertThat(Http.get(port, "/").headers().firstValue("x-instance").orElseThrow())
        .startsWith("injector ");
    child.close();
    assertThat(child.obituary()).containsOnlyOnce("the injector is there");
    assertThat(Files.readString(folder.resolve("azure.log")))
        .contains("queue has no trigger that is played here");
  }

  @Test
  void theAppSeesNothingOfTheHost() throws Exception {
    start("", false);
    assertThat(Http.get(port, "/").headers().firstValue("x-loader")).contains("false");
  }

  @Test
  void theMostSpecificRouteWinsAndTheRestIs404() throws Exception {
    start("", false);
    byte[] bytes = {0, (byte) 0xff, 7};
    HttpResponse<byte[]> echoed =
        Http.sendForBytes(
            Http.to(port, "/RAW/7")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(echoed.statusCode()).isEqualTo(200);
    assertThat(echoed.body()).isEqualTo(bytes);
    assertThat(Http.get(port, "/raw/7").headers().firstValue("x-function")).contains("text");
    assertThat(Http.delete(port, "/raw/7").statusCode()).isEqualTo(404);
  }

  @Test
  void theRoutePrefixStandsBeforeEveryRoute() throws Exception {
    start("api", false);
    assertThat(Http.get(port, "/api/x").statusCode()).isEqualTo(202);
    assertThat(Http.get(port, "/x").statusCode()).isEqualTo(404);
  }

  @Test
  void aChunkedBodyReachesTheFunctionEmpty() throws Exception {
    start("", false);
    HttpResponse<String> response =
        Http.send(
            Http.to(port, "/")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream("lost".getBytes()))));
    assertThat(response.body()).endsWith("(nothing)");
    assertThat(response.headers().firstValue("x-headers").orElseThrow())
        .contains("transfer-encoding=chunked");
  }

  @Test
  void anExceptionIsA500WithNothingInIt() throws Exception {
    start("", false);
    HttpResponse<String> response = Http.get(port, "/?throw=1");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEmpty();
  }
}
