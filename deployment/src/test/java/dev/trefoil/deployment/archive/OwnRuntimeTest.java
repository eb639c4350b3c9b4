package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.lambda.EmulatedInvocation;
import dev.trefoil.emulators.lambda.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive aws-lambda-native-streaming as a process, over emulated clouds. */
class OwnRuntimeTest {
  /** An event's text that is not empty. */
  private static final Pattern TOKEN = Pattern.compile("\"content\":\"[^\"]");

  private static final String URL = "id.lambda-url.us-east-1.on.aws";
  private static final String HTTP_API = "id.execute-api.us-east-1.amazonaws.com";

  @TempDir static Path folder;

  private static EmulatedCloud emulators;
  private static Path place;
  private OwnRuntime runtime;

  @BeforeAll
  static void unpack() throws Exception {
    Packaged.requireStartable();
    emulators = EmulatedCloud.start(Emulated.config().emulated());
    place = folder.resolve("task");
    Packaged.unpack("aws-lambda-native-streaming", place);
  }

  @AfterAll
  static void end() {
    if (emulators != null) {
      emulators.close();
    }
  }

  @AfterEach
  void stop() throws Exception {
    emulators.models().values().forEach(model -> model.controls().pace(Pace.FREE));
    if (runtime != null) {
      runtime.close();
    }
  }

  /** The emulated model lets a token go only after the Runtime API has the one before. */
  @Test
  void tokensArriveOneByOneThroughAFunctionUrl() throws Exception {
    Semaphore allowed = new Semaphore(1);
    bedrock(token -> allowed.acquire());
    start(1, Map.of());
    EmulatedInvocation invocation = runtime.api().invoke(chat(URL, true, "one two three"));

    int tokens = 0;
    List<String> chunks = new ArrayList<>();
    for (Optional<byte[]> chunk = invocation.nextChunk();
        chunk.isPresent();
        chunk = invocation.nextChunk()) {
      String text = new String(chunk.get(), StandardCharsets.UTF_8);
      chunks.add(text);
      // What begins the answer may come with the first of them.
      int here = (int) TOKEN.matcher(text).results().count();
      tokens += here;
      allowed.release(here);
    }
    Outcome.Streamed streamed = (Outcome.Streamed) invocation.outcome();

    assertThat(tokens).as(chunks.toString()).isGreaterThanOrEqualTo(3);
    assertThat(streamed.answer().prelude().path("statusCode").asInt()).isEqualTo(200);
    assertThat(streamed.answer().prelude().at("/headers/x-trefoil-provider").asText())
        .isEqualTo("bedrock");
    assertThat(new String(streamed.answer().body(), StandardCharsets.UTF_8))
        .endsWith("data: [DONE]\n\n");
    assertThatBedrockWasToldOfTheTrace();
    assertThat(runtime.api().faults()).isEmpty();
  }

  /** By AWS's SDK, which looks for X-Ray's header where Lambda's own runtime leaves it. */
  private static void assertThatBedrockWasToldOfTheTrace() {
    assertThat(emulators.model("bedrock").orElseThrow().controls().journal().getLast().headers())
        .hasEntrySatisfying(
            "x-amzn-trace-id",
            values -> assertThat(values.getFirst()).startsWith("Root=1-5bef4de7"));
  }

  @Test
  void anHttpApiGetsTheSameCallWhole() throws Exception {
    start(1, Map.of());

    assertThat(whole(runtime.api().invoke(chat(HTTP_API, true, "one two three"))))
        .startsWith("{\"statusCode\":200,")
        .contains("data: [DONE]");
    assertThat(whole(runtime.api().invoke(chat(HTTP_API, false, "grün"))))
        .startsWith("{\"statusCode\":200,")
        .contains("grün");
    assertThat(runtime.api().faults()).isEmpty();
  }

  @Test
  void aFunctionUrlThatBuffersGetsWholeAnswersWhereItsOwnerSaysSo() throws Exception {
    start(1, Map.of("TREFOIL_STREAMED_DOORS", "rest-api"));

    assertThat(whole(runtime.api().invoke(chat(URL, false, "hello"))))
        .startsWith("{\"statusCode\":200,");
  }

  /** Both callers hold a token before either gets another. */
  @Test
  void asManyCallsAsThePlatformSendsAreAnsweredAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    bedrock(
        token -> {
          both.countDown();
          both.await();
        });
    start(2, Map.of());
    runtime.api().awaitWaiting(2);
    EmulatedInvocation one = runtime.api().invoke(chat(URL, true, "first caller"));
    EmulatedInvocation two = runtime.api().invoke(chat(URL, true, "second caller"));

    assertThat(body(one)).contains("\"first").doesNotContain("second");
    assertThat(body(two)).contains("\"second").doesNotContain("first");
    assertThatBedrockWasToldOfTheTrace();
    assertThat(runtime.api().faults()).isEmpty();
  }

  /** The model says nothing before the invocation would have been ended. */
  @Test
  void aCallIsAnsweredBeforeItsInvocationTimesOut() throws Exception {
    Semaphore never = new Semaphore(0);
    bedrock(token -> never.acquire());
    start(1, Map.of());
    EmulatedInvocation invocation =
        runtime
            .api()
            .invoke(
                chat(URL, "bedrock/us.anthropic.claude-sonnet-4-6", true, "hello"),
                Duration.ofSeconds(4));

    Outcome.Streamed streamed = (Outcome.Streamed) invocation.outcome();
    assertThat(streamed.answer().prelude().path("statusCode").asInt()).isEqualTo(504);
    assertThat(runtime.api().faults()).isEmpty();
  }

  @Test
  void aPlatformThatTakesNoMoreEndsTheCallAndTheNextIsAnswered() throws Exception {
    Semaphore allowed = new Semaphore(1);
    bedrock(token -> allowed.acquire());
    start(1, Map.of());
    EmulatedInvocation left = runtime.api().invoke(chat(URL, true, "one two three four"));
    left.nextChunk();
    left.cut();
    bedrock(Pace.FREE);
    allowed.release(1_000);

    assertThat(body(runtime.api().invoke(chat(URL, true, "again")))).contains("data: [DONE]");
    assertThat(runtime.api().faults()).isEmpty();
  }

  @Test
  void whatIsNoHttpEventIsAnErrorAndTheNextIsAnswered() throws Exception {
    start(1, Map.of());
    EmulatedInvocation odd =
        runtime.api().invoke("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8));

    assertThat(odd.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.type()).isEqualTo("Function.Failed"));
    assertThat(body(runtime.api().invoke(chat(URL, true, "again")))).contains("data: [DONE]");
    assertThat(runtime.log()).contains("this is not an HTTP event");
  }

  @Test
  void whenItIsToldToEndItFinishesWhatItHasBegun() throws Exception {
    Semaphore allowed = new Semaphore(1);
    bedrock(token -> allowed.acquire());
    start(1, Map.of());
    EmulatedInvocation invocation = runtime.api().invoke(chat(URL, true, "one two three"));
    invocation.nextChunk();
    runtime.tellToEnd();
    allowed.release(1_000);

    assertThat(body(invocation)).contains("three").endsWith("data: [DONE]\n\n");
    assertThat(runtime.awaitEnd()).isEqualTo(143);
    assertThat(runtime.api().faults()).isEmpty();
  }

  @Test
  void aConfigurationWithAMistakeIsToldToThePlatform() throws Exception {
    start(1, Map.of("TREFOIL_CONFIG", "auth: none\nservices: {a: {kind: nonsense}}\nroutes: {}\n"));

    assertThat(runtime.api().initError())
        .satisfies(
            error -> {
              assertThat(error.type()).isEqualTo("Runtime.ConfigInvalid");
              assertThat(error.body()).contains("services.a.kind is not one of");
            });
    assertThat(runtime.awaitEnd()).isEqualTo(1);
    assertThat(runtime.api().faults()).isEmpty();
  }

  @Test
  void aSnapshotOfItIsRefused() throws Exception {
    start(1, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));

    assertThat(runtime.api().initError().body()).contains("SnapStart");
    assertThat(runtime.awaitEnd()).isEqualTo(1);
  }

  @Test
  void withoutAConfigurationOfItsOwnItHasTheOneBesideIt() throws Exception {
    Map<String, String> environment = environment();
    environment.remove("TREFOIL_CONFIG");
    runtime = OwnRuntime.start(place, 1, environment);

    EmulatedInvocation health =
        runtime
            .api()
            .invoke(
                """
                {"version":"2.0","rawPath":"/health","headers":{},"requestContext":{"domainName":"%s",
                 "http":{"method":"GET","path":"/health"}}}"""
                    .formatted(URL)
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(((Outcome.Streamed) health.outcome()).answer().prelude().path("statusCode").asInt())
        .isBetween(200, 204);
  }

  /** What it streams by is its own and the JDK's: no HTTP client, server or JSON binding beside. */
  @Test
  void itLoadsNothingOfAServerOrOfTheManagedRuntime() throws Exception {
    Path classes = folder.resolve("classes.log");
    Map<String, String> environment = environment();
    environment.merge(
        "JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes, (some, more) -> some + " " + more);
    runtime = OwnRuntime.start(place, 1, environment);
    body(runtime.api().invoke(chat(URL, true, "hello")));

    List<String> loaded =
        Files.readAllLines(classes).stream().filter(line -> line.contains(" source: ")).toList();
    assertThat(loaded)
        .noneMatch(line -> line.contains(" com.amazonaws.services.lambda.runtime.api."))
        .noneMatch(line -> line.contains(" com.amazonaws.services.lambda.runtime.events."))
        .noneMatch(line -> line.contains(" org.eclipse.jetty."))
        .noneMatch(line -> line.contains(" com.fasterxml.jackson.databind."));
    assertThat(loaded.stream().filter(line -> line.contains(" dev.trefoil.aws.runtimeapi.")))
        .hasSizeBetween(10, 20);
  }

  private void start(int atOnce, Map<String, String> more) throws Exception {
    Map<String, String> environment = environment();
    environment.putAll(more);
    runtime = OwnRuntime.start(place, atOnce, environment);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(Server.environment(emulators, folder));
    environment.put("JAVA_TOOL_OPTIONS", String.join(" ", emulators.tls().jvmOptions()));
    return environment;
  }

  private static void bedrock(Pace pace) {
    emulators.model("bedrock").orElseThrow().controls().pace(pace);
  }

  private static String whole(EmulatedInvocation invocation) throws Exception {
    return new String(((Outcome.Whole) invocation.outcome()).payload(), StandardCharsets.UTF_8);
  }

  private static String body(EmulatedInvocation invocation) throws Exception {
    return new String(
        ((Outcome.Streamed) invocation.outcome()).answer().body(), StandardCharsets.UTF_8);
  }

  private static byte[] chat(String domain, boolean stream, String prompt) {
    return chat(domain, "chat", stream, prompt);
  }

  private static byte[] chat(String domain, String model, boolean stream, String prompt) {
    return """
    {"version":"2.0","routeKey":"$default","rawPath":"/v1/chat/completions","rawQueryString":"",
     "headers":{"content-type":"application/json","host":"%1$s"},
     "requestContext":{"accountId":"123456789012","apiId":"id","domainName":"%1$s","domainPrefix":"id",
      "http":{"method":"POST","path":"/v1/chat/completions","protocol":"HTTP/1.1",
      "sourceIp":"192.0.2.1","userAgent":"test"},"requestId":"id","routeKey":"$default",
      "stage":"$default"},
     "body":"{\\"model\\":\\"%4$s\\",\\"stream\\":%2$s,\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"%3$s\\"}]}",
     "isBase64Encoded":false}"""
        .formatted(domain, stream, prompt, model)
        .getBytes(StandardCharsets.UTF_8);
  }
}
