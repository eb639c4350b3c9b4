package dev.trefoil.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.edge.RawCall;
import dev.trefoil.local.Http;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.functions.EchoAzureFunction;
import dev.trefoil.local.functions.EchoInjector;
import dev.trefoil.local.functions.FailingInjectors;
import dev.trefoil.local.functions.Staging;
import dev.trefoil.local.host.Readiness;
import dev.trefoil.local.queue.FreePort;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker's semantics, by a small app in the form that azure-functions-maven-plugin stages. */
class AzureHostTest {
  @TempDir Path folder;

  private Child child;
  private int port;

  private void start(String routePrefix, boolean withInjector) throws Exception {
    launch(
        routePrefix, withInjector ? Optional.of(EchoInjector.class.getName()) : Optional.empty());
    Readiness.await(child, port, (routePrefix.isEmpty() ? "" : "/" + routePrefix) + "/health");
  }

  private void launch(String routePrefix, Optional<String> injector) throws Exception {
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
    Map<String, String> files = new HashMap<>();
    injector.ifPresent(name -> files.put(services, name));
    Staging.jar(app.resolve("app.jar"), files, EchoAzureFunction.class);
    Staging.jar(
        app.resolve("lib/injector.jar"),
        Map.of(),
        EchoInjector.class,
        FailingInjectors.InItsInitialiser.class,
        FailingInjectors.WithAnError.class,
        FailingInjectors.WithAnException.class);
    port = FreePort.pick();
    child =
        AzureHost.start(
            port,
            app,
            List.of(),
            Map.of(),
            Duration.ofSeconds(600),
            new ChildLogs(folder, Optional.empty()));
    Readiness.awaitListening(child, port);
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

  @ParameterizedTest
  @ValueSource(
      classes = {FailingInjectors.InItsInitialiser.class, FailingInjectors.WithAnError.class})
  void anErrorInTheInjectorIsNeitherToldNorAnswered(Class<?> injector) throws Exception {
    launch("", Optional.of(injector.getName()));

    assertThatThrownBy(() -> Http.send(Http.to(port, "/").timeout(Duration.ofSeconds(2))))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(child.lastLines()).doesNotContain("nobody hears of this");
    assertThat(RawCall.send(port, "GET //").status()).isEqualTo(404);
  }

  @Test
  void anExceptionInTheInjectorIsToldByEachCall() throws Exception {
    launch("", Optional.of(FailingInjectors.WithAnException.class.getName()));

    assertThat(Http.get(port, "/").statusCode()).isEqualTo(500);
    assertThat(child.lastLines()).contains("IllegalStateException: this is told");
  }

  @Test
  void whatCannotBeLoadedFailsItsCallsOnly() throws Exception {
    Path app = folder.resolve("app");
    function(app, "none", "\"route\":\"none\"");
    start("", false);

    assertThat(Http.get(port, "/none").statusCode()).isEqualTo(500);
    assertThat(Http.get(port, "/some").statusCode()).isEqualTo(202);
    assertThat(child.lastLines()).contains("EchoAzureFunction.none was not loaded");
  }

  @Test
  void theUrlIsToldAsTheHostTellsIt() throws Exception {
    start("", false);
    String[][] targets = {
      {"/a?x={y}&z=100%&a|b", "/a?x={y}&z=100%&a|b"},
      {"/a?#b", "/a?%23b"},
      {"/v1/%6Dodels/", "/v1/models/"},
      {"/a/../b/./c//d", "/b/c//d"},
      {"/%c3%a9%FF%2f%zz?%c3", "/%C3%A9%FF%2f%25zz?%c3"},
      {"/%2541", "/%41"},
      {"/{a}|\"", "/%7Ba%7D%7C%22"},
    };
    for (String[] target : targets) {
      RawCall answer = RawCall.send(port, "GET " + target[0]);
      assertThat(answer.status()).as(target[0]).isEqualTo(202);
      assertThat(answer.head().lines()).contains("x-url: http://a.example" + target[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET //v1/models, 404",
    "GET //, 404",
    "PATCH /, 404",
    "GET /a/%00, 400",
    "GET /é, 400",
  })
  void whatTheHostAnswersItselfHasNothingInIt(String requestLine, int status) throws Exception {
    start("", false);
    RawCall answer = RawCall.send(port, requestLine);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aBodyIsDecodedAsUtf8WhateverItIs() throws Exception {
    start("", false);
    byte[] body = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', (byte) 0xff, 'b'};

    RawCall answer =
        RawCall.send(
            port,
            "POST /",
            "Content-Type: application/json; charset=iso-8859-1\r\nContent-Encoding: gzip\r\n"
                + "Content-Length: 6\r\n",
            body);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text()).endsWith(" a\ufffdb");
  }

  @Test
  void aTextCannotBeHadAsBytes() throws Exception {
    start("", false);
    assertThat(Http.post(port, "/raw/7", "{\"text\":1}").statusCode()).isEqualTo(500);
  }
}
