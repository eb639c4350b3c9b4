package dev.trefoil.otlp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All of Trefoil but a platform, between two emulated services and a receiver. */
final class TracedProcess implements AutoCloseable {
  static final String HELLO =
      "{\"model\": \"chat\", \"messages\": [{\"role\": \"user\", \"content\": \"Say hello\"}]}";

  /** Of five seconds each. */
  private static final int MOST_FLUSHES = 10;

  final OpenAiEmulator one = OpenAiEmulator.start("one", "k");
  final OpenAiEmulator two = OpenAiEmulator.start("two", "k");
  final OtlpReceiver receiver;
  private final TrefoilRuntime runtime;

  /**
   * @param telemetry the file's section; with {@code %s} for the receiver's address
   * @param variables of the environment besides; likewise
   */
  TracedProcess(String telemetry, Map<String, String> variables) throws IOException {
    this(Cloud.GCP, telemetry, variables);
  }

  /** On another cloud. */
  TracedProcess(Cloud cloud, String telemetry, Map<String, String> variables) throws IOException {
    receiver = OtlpReceiver.start();
    Map<String, String> env = new HashMap<>();
    variables.forEach((name, value) -> env.put(name, value.formatted(receiver.endpoint())));
    env.put("KEY", "k");
    env.put(TrefoilRuntime.LOOPBACK, "true");
    env.put(
        "TREFOIL_CONFIG",
        """
        auth: none
        priming: false
        retry: {retries: 0}
        services:
          one: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
          two: {kind: openai, endpoint: "%s", keyFrom: "env:KEY"}
        routes:
          chat: {targets: [one/gpt-5.4, two/gpt-5.4-mini]}
          judge: {targets: [two/gpt-5.4-mini], guardrails: off}
          embed: {targets: [one/text-embedding-3-small]}
        %s
        """
            .formatted(one.endpoint(), two.endpoint(), telemetry.formatted(receiver.endpoint())));
    runtime = TrefoilRuntime.start(cloud, env);
  }

  /** One whose receiver a variable names. */
  static TracedProcess start() throws IOException {
    return new TracedProcess("", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "%s"));
  }

  RecordedResponse post(String path, String body, Map<String, String> headers) throws IOException {
    Headers all = new Headers();
    headers.forEach(all::set);
    RecordedResponse response = new RecordedResponse();
    runtime
        .http()
        .handle(
            new HttpCall(
                "POST",
                path,
                all,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    return response;
  }

  RecordedResponse hello(Map<String, String> headers) throws IOException {
    return post("/v1/chat/completions", HELLO, headers);
  }

  /** The traces that services were told. */
  static List<String> told(OpenAiEmulator service) {
    return service.controls().journal().stream()
        .map(entry -> entry.headers().getOrDefault("traceparent", List.of("")).getFirst())
        .toList();
  }

  /** Sends all there is, however long it takes within reason. */
  boolean flush() {
    boolean sent = runtime.flushAtTheEnd();
    for (int i = 0; i < MOST_FLUSHES && !sent; i++) {
      sent = runtime.flushAtTheEnd();
    }
    return sent;
  }

  @Override
  public void close() {
    receiver.go();
    runtime.close();
    receiver.close();
    one.close();
    two.close();
  }
}
