package dev.trefoil.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.agent.PlayedTool;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.dynamodb.DynamoDbEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.policy.Cloud;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receiver of OTLP gets of calls. */
@Timeout(120)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final Map<String, String> FROM_CALLER =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "x-request-id", "call-1");

  @Test
  void aCallIsASpanBelowItsCallersAndEachAttemptOneBelowIt() throws Exception {
    try (TracedProcess process = TracedProcess.start()) {
      fail(process, 1);

      assertThat(process.hello(FROM_CALLER).status()).isEqualTo(200);
      assertThat(process.flush()).isTrue();

      List<Span> spans = process.receiver.spans();
      assertThat(spans).extracting(Span::getName).hasSize(3);
      Span call = only(spans, SpanKind.SPAN_KIND_SERVER);
      assertThat(call.getName()).isEqualTo("chat chat");
      assertThat(OtlpReceiver.hex(call.getTraceId().toByteArray())).isEqualTo(TRACE);
      assertThat(id(call.getParentSpanId())).isEqualTo(PARENT);
      assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(OtlpReceiver.attributes(call))
          .containsEntry("gen_ai.operation.name", "chat")
          .containsEntry("gen_ai.provider.name", "trefoil")
          .containsEntry("gen_ai.request.model", "chat")
          .containsEntry("gen_ai.response.model", "gpt-5.4-mini")
          .containsEntry("trefoil.request_id", "call-1")
          .containsEntry("trefoil.attempts", "2")
          .containsEntry("trefoil.outcome", "answered")
          .containsEntry("gen_ai.usage.input_tokens", "2")
          .containsEntry("gen_ai.usage.output_tokens", "2")
          .doesNotContainKey("error.type");

      List<Span> attempts =
          spans.stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT).toList();
      assertThat(attempts).hasSize(2);
      assertThat(attempts).allSatisfy(span -> assertIsWithin(span, call));
      Span failed = attempts.getFirst();
      assertThat(failed.getName()).isEqualTo("chat gpt-5.4");
      assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(OtlpReceiver.attributes(failed))
          .containsEntry("gen_ai.provider.name", "openai")
          .containsEntry("gen_ai.request.model", "gpt-5.4")
          .containsEntry("trefoil.service", "one")
          .containsEntry("error.type", "overloaded")
          .doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.response.model");
      Span answered = attempts.getLast();
      assertThat(OtlpReceiver.attributes(answered))
          .containsEntry("gen_ai.request.model", "gpt-5.4-mini")
          .containsEntry("trefoil.service", "two")
          .containsEntry("gen_ai.usage.input_tokens", "2")
          .containsKey("gen_ai.response.time_to_first_chunk")
          .doesNotContainKey("error.type");

      assertThat(TracedProcess.told(process.one)).containsExactly(traceparent(failed));
      assertThat(TracedProcess.told(process.two)).containsExactly(traceparent(answered));
    }
  }

  @Test
  void aGuardrailThatAsksOthersIsASpanBelowTheCall() throws Exception {
    String guardrails =
        """
        guardrails:
          checks: {tone: {kind: route, route: judge, policy: Be kind., categories: [rude]}}
          input: [tone]
          fail: open
        """;
    try (TracedProcess process =
        new TracedProcess(guardrails, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "%s"))) {
      assertThat(process.hello(FROM_CALLER).status()).isEqualTo(200);
      assertThat(process.flush()).isTrue();

      List<Span> spans = process.receiver.spans();
      Span call = only(spans, SpanKind.SPAN_KIND_SERVER);
      Span check =
          spans.stream()
              .filter(span -> span.getName().equals("guardrail tone"))
              .findFirst()
              .orElseThrow();
      assertThat(check.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
      assertIsWithin(check, call);
      assertThat(OtlpReceiver.attributes(check))
          .containsEntry("trefoil.guardrail", "tone")
          .containsEntry("trefoil.side", "input")
          .containsEntry("trefoil.questions", "1")
          .containsEntry("trefoil.outcome", "unchecked") // The emulated model repeats.
          .containsEntry("error.type", "unchecked")
          .containsKey("gen_ai.usage.input_tokens");
    }
  }

  private static final String WEATHER =
      """
      tools:
        weather:
          kind: http
          description: The weather now.
          url: "http://127.0.0.1:%d/now"
          parameters: {type: object, properties: {city: {type: string}}, required: [city]}
          allowLoopback: true
      """;

  @ParameterizedTest
  @CsvSource({"200, ''", "500, tool_error"})
  void aToolThatIsCalledIsASpanBelowTheCallWhoseModelWantedIt(int status, String error)
      throws Exception {
    String ask =
        """
        {"model": "chat", "store": false, "reasoning": {"effort": "none"},
         "tools": [{"type": "mcp", "server_label": "weather"}],
         "input": "weather {\\"city\\": \\"Oslo\\"}"}
        """;
    try (PlayedTool tool =
            new PlayedTool((exchange, body) -> PlayedTool.send(exchange, status, "wind"));
        TracedProcess process =
            new TracedProcess(
                WEATHER.formatted(URI.create(tool.url()).getPort()),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "%s"))) {
      RecordedResponse answer = process.post("/v1/responses", ask, FROM_CALLER);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(process.flush()).isTrue();

      List<Span> spans = process.receiver.spans();
      Span called = only(spans, SpanKind.SPAN_KIND_INTERNAL);
      Span first =
          spans.stream()
              .filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
              .min(Comparator.comparing(Span::getStartTimeUnixNano))
              .orElseThrow();
      assertThat(called.getName()).isEqualTo("execute_tool weather");
      assertThat(called.getParentSpanId()).isEqualTo(first.getSpanId());
      assertThat(OtlpReceiver.hex(called.getTraceId().toByteArray())).isEqualTo(TRACE);
      assertThat(called.getStartTimeUnixNano()).isLessThanOrEqualTo(called.getEndTimeUnixNano());
      Map<String, String> attributes = OtlpReceiver.attributes(called);
      assertThat(attributes)
          .containsEntry("gen_ai.operation.name", "execute_tool")
          .containsEntry("gen_ai.tool.name", "weather")
          .containsEntry("gen_ai.tool.type", "extension")
          .containsKey("gen_ai.tool.call.id")
          .hasSize(error.isEmpty() ? 4 : 5);
      assertThat(attributes.getOrDefault("error.type", "")).isEqualTo(error);
      assertThat(spans.toString()).doesNotContain("Oslo", "wind", tool.url());
    }
  }

  @Test
  void whatTheStoreIsAskedIsASpanBelowTheCallWithoutKeysAndContents() throws Exception {
    String budgets =
        """
        prices: {one/gpt-5.4: {input: 1, output: 1}, two/gpt-5.4-mini: {input: 1, output: 1}}
        budgets: {all: {usdPerMonth: 1}, tenants: {"*": {usdPerMonth: 1}}, routes: {chat: {usdPerMonth: 1}}}
        jobs: {aws: {queue: "http://127.0.0.1:1/q", deadLetters: "http://127.0.0.1:1/d", table: jobs, blobs: b}}
        """;
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    try (DynamoDbEmulator table =
            DynamoDbEmulator.start(AwsKeyring.of("id", "secret"), Clock.systemUTC());
        TracedProcess process =
            new TracedProcess(
                Cloud.AWS,
                budgets,
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "%s",
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_ENDPOINT_URL_DYNAMODB",
                    table.endpoint().toString()))) {
      table.call(
          "CreateTable",
          new ObjectMapper()
              .readTree(
                  """
                  {"TableName": "jobs", "BillingMode": "PAY_PER_REQUEST",
                   "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                   "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
                  """));
      assertThat(process.hello(FROM_CALLER).status()).isEqualTo(200);
      assertThat(process.flush()).isTrue();

      List<Span> spans = process.receiver.spans();
      Span call = only(spans, SpanKind.SPAN_KIND_SERVER);
      List<Span> asked =
          spans.stream().filter(span -> span.getName().equals("add aws.dynamodb")).toList();
      assertThat(asked).as("two accounts, reserved and settled").hasSize(4);
      assertThat(asked)
          .allSatisfy(
              span -> {
                assertThat(span.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
                assertThat(span.getTraceId()).isEqualTo(call.getTraceId());
                assertThat(span.getParentSpanId()).isEqualTo(call.getSpanId());
                assertThat(OtlpReceiver.attributes(span))
                    .isEqualTo(
                        Map.of("db.system.name", "aws.dynamodb", "db.operation.name", "add"));
              });
      assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();

      int before = spans.size();
      table.controls().fault(Fault.always(new Failure.Outage()));
      assertThat(process.hello(Map.of()).status()).isEqualTo(503);
      assertThat(process.flush()).isTrue();
      assertThat(process.receiver.spans())
          .as("a call that is refused is no span, and nothing below it")
          .hasSize(before);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void aStreamAndAnEmbeddingAreSpansToo() throws Exception {
    try (TracedProcess process = TracedProcess.start()) {
      assertThat(
              process
                  .post(
                      "/v1/chat/completions",
                      TracedProcess.HELLO.replaceFirst("\\{", "{\"stream\": true, "),
                      Map.of())
                  .status())
          .isEqualTo(200);
      assertThat(
              process
                  .post("/v1/embeddings", "{\"model\": \"embed\", \"input\": \"a\"}", Map.of())
                  .status())
          .isEqualTo(200);
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.traces()).isEqualTo(2);
      List<Span> calls =
          process.receiver.spans().stream()
              .filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
              .toList();
      assertThat(calls).extracting(Span::getName).containsExactly("chat chat", "embeddings embed");
      assertThat(calls).allSatisfy(span -> assertThat(span.getParentSpanId().isEmpty()).isTrue());
      assertThat(OtlpReceiver.attributes(calls.getFirst()))
          .containsEntry("gen_ai.request.stream", "true")
          .containsKey("gen_ai.response.time_to_first_chunk");
    }
  }

  @Test
  void aCallThatFailsSaysWithWhat() throws Exception {
    try (TracedProcess process = TracedProcess.start()) {
      fail(process, 5);
      process.two.controls().fault(outage(5));

      assertThat(process.hello(FROM_CALLER).status()).isBetween(500, 599);
      assertThat(process.flush()).isTrue();

      Span call = only(process.receiver.spans(), SpanKind.SPAN_KIND_SERVER);
      assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(call.getStatus().getMessage()).isEmpty();
      assertThat(OtlpReceiver.attributes(call))
          .containsEntry("error.type", "overloaded")
          .containsEntry("trefoil.outcome", "failed");
    }
  }

  @Test
  void neitherPromptsNorAnswersNorWordsOfServicesAreSent() throws Exception {
    try (TracedProcess process = TracedProcess.start()) {
      fail(process, 1);
      process.hello(Map.of());
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.spans().toString()).doesNotContain("Say hello");
      assertThat(process.receiver.spans())
          .allSatisfy(
              span -> {
                assertThat(span.getStatus().getMessage()).isEmpty();
                assertThat(span.getEventsList()).isEmpty();
              });
    }
  }

  @Test
  void promptsAndAnswersAreSentWhereTheFileSaysSo() throws Exception {
    String body =
        """
        {"model": "chat", "messages": [
          {"role": "system", "content": "Be short."}, {"role": "user", "content": "%s"}]}
        """;
    try (TracedProcess process =
        new TracedProcess("telemetry: {endpoint: \"%s\", contents: true}", Map.of())) {
      process.post("/v1/chat/completions", body.formatted("Say hello"), Map.of());
      process.post("/v1/chat/completions", body.formatted("a".repeat(20_000)), Map.of());
      assertThat(process.flush()).isTrue();

      List<Span> calls =
          process.receiver.spans().stream()
              .filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
              .toList();
      assertThat(OtlpReceiver.attributes(calls.getFirst()))
          .containsEntry(
              "gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be short.\"}]")
          .containsEntry(
              "gen_ai.input.messages",
              "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Say hello\"}]}]")
          .containsEntry(
              "gen_ai.output.messages",
              "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Say hello\"}],"
                  + "\"finish_reason\":\"stop\"}]");
      assertThat(OtlpReceiver.attributes(calls.getLast()).get("gen_ai.input.messages"))
          .hasSizeBetween(4_096, 5_000)
          .contains("aaa…");
    }
  }

  /** As many as the caller's flag, or the share, says; services are told the decision. */
  @ParameterizedTest
  @CsvSource({
    // sampler, argument, the caller's flag, spans, what services are told
    "'', '', 01, 2, 01",
    "'', '', 00, 0, 00",
    "'', '', none, 2, 01",
    "always_off, '', 01, 0, 00",
    "always_on, '', 00, 2, 01",
    "parentbased_always_off, '', none, 0, 00",
    "parentbased_always_off, '', 01, 2, 01",
    "parentbased_traceidratio, 0.0, none, 0, 00",
    "traceidratio, 1.0, 00, 2, 01",
  })
  void whichTracesAreRecordedIsDecidedWhenTheyBegin(
      String sampler, String argument, String flag, int spans, String told) throws Exception {
    Map<String, String> variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "%s",
            "OTEL_TRACES_SAMPLER",
            sampler,
            "OTEL_TRACES_SAMPLER_ARG",
            argument);
    try (TracedProcess process = new TracedProcess("", variables)) {
      process.hello(
          flag.equals("none")
              ? Map.of()
              : Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flag));
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.spans()).hasSize(spans);
      assertThat(TracedProcess.told(process.one))
          .singleElement()
          .asString()
          .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-" + told)
          .doesNotContain(PARENT);
    }
  }

  @Test
  void theFilesShareIsKeptToByTheTracesId() throws Exception {
    try (TracedProcess process =
        new TracedProcess("telemetry: {endpoint: \"%s/\", sampling: 0.25}", Map.of())) {
      int calls = 200;
      for (int i = 0; i < calls; i++) {
        process.hello(Map.of());
      }
      assertThat(process.flush()).isTrue();

      long sampled =
          TracedProcess.told(process.one).stream().filter(told -> told.endsWith("-01")).count();
      assertThat(process.receiver.traces()).isEqualTo(sampled).isBetween(20L, 90L);
    }
  }

  @Test
  void whatIsSaidOfTheProcessAndTheHeadersComeFromFileAndVariables() throws Exception {
    try (TracedProcess process =
        new TracedProcess(
            "telemetry: {endpoint: \"%s\", headers: {x-token: \"env:TOKEN\"}}",
            Map.of(
                "TOKEN",
                "s3cret",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-team=a%%20b,x-other=c+d",
                "OTEL_EXPORTER_OTLP_COMPRESSION",
                "gzip",
                "OTEL_SERVICE_NAME",
                "gateway",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test,service.name=lost",
                "K_SERVICE",
                "my-function"))) {
      process.hello(Map.of());
      assertThat(process.flush()).isTrue();

      assertThat(process.receiver.headers())
          .isNotEmpty()
          .allSatisfy(
              headers ->
                  assertThat(headers)
                      .containsEntry("X-token", List.of("s3cret"))
                      .containsEntry("X-team", List.of("a b"))
                      .containsEntry("X-other", List.of("c+d"))
                      .containsEntry("Content-encoding", List.of("gzip"))
                      .containsEntry("Content-type", List.of("application/x-protobuf")));
      assertThat(process.receiver.resource())
          .containsEntry("service.name", "gateway")
          .containsEntry("deployment.environment.name", "test")
          .containsEntry("cloud.provider", "gcp")
          .containsEntry("faas.name", "my-function")
          .containsEntry("telemetry.sdk.name", "opentelemetry")
          .containsKey("service.instance.id");
    }
  }

  /** {@code -Dtrefoil.calls=10000} makes more of them. */
  @Test
  void callsAtOnceAreAsManyTraces() throws Exception {
    int calls = Integer.getInteger("trefoil.calls", 500);
    try (TracedProcess process = TracedProcess.start();
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      AtomicInteger answered = new AtomicInteger();
      CountDownLatch done = new CountDownLatch(calls);
      for (int i = 0; i < calls; i++) {
        callers.execute(
            () -> {
              try {
                if (process.hello(Map.of()).status() == 200) {
                  answered.incrementAndGet();
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } finally {
                done.countDown();
              }
            });
      }
      done.await();
      assertThat(process.flush()).isTrue();

      assertThat(answered).hasValue(calls);
      assertThat(process.receiver.traces()).isEqualTo(calls);
      assertThat(process.receiver.spans()).hasSize(2 * calls);
    }
  }

  private static void fail(TracedProcess process, int times) throws IOException {
    process.one.controls().fault(outage(times));
  }

  private static Fault outage(int times) throws IOException {
    return Fault.parse(
        new ObjectMapper().readTree("{\"kind\": \"outage\", \"times\": " + times + "}"));
  }

  private static Span only(List<Span> spans, SpanKind kind) {
    List<Span> found = spans.stream().filter(span -> span.getKind() == kind).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static void assertIsWithin(Span span, Span parent) {
    assertThat(span.getTraceId()).isEqualTo(parent.getTraceId());
    assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanId());
    assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(parent.getStartTimeUnixNano());
    assertThat(span.getEndTimeUnixNano())
        .isGreaterThanOrEqualTo(span.getStartTimeUnixNano())
        .isLessThanOrEqualTo(parent.getEndTimeUnixNano());
  }

  private static String id(com.google.protobuf.ByteString id) {
    return OtlpReceiver.hex(id.toByteArray());
  }

  private static String traceparent(Span span) {
    return "00-" + id(span.getTraceId()) + "-" + id(span.getSpanId()) + "-01";
  }
}
