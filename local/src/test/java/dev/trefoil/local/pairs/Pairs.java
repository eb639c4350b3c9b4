package dev.trefoil.local.pairs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.Http;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three clouds in which each service has a route of its own with a service of no cloud behind it,
 * and all that callers and logs were told.
 */
final class Pairs implements AutoCloseable {
  static final List<String> HOSTS = List.of("aws", "azure", "gcp");

  /** A model of each service. */
  private static final Map<String, String> MODELS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bedrock", "us.anthropic.claude-sonnet-4-6"),
              Map.entry("claude_aws", "us.anthropic.claude-sonnet-5-5"),
              Map.entry("claude_mantle", "anthropic.claude-sonnet-5-5"),
              Map.entry("gpt_aws", "us.openai.gpt-6-sol"),
              Map.entry("mantle", "openai.gpt-6-sol"),
              Map.entry("azure", "gpt-5.4"),
              Map.entry("foundry", "claude-sonnet-5-5"),
              Map.entry("vertex_ai", "gemini-3.5-flash"),
              Map.entry("claude_gcp", "claude-sonnet-5-5"),
              Map.entry("open_gcp", "openai/gpt-oss-120b-maas")));

  static final List<String> SERVICES = List.copyOf(MODELS.keySet());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG =
      """
      auth: none
      priming: false
      services:
        bedrock:       {kind: bedrock, region: us-east-1, emulate: true}
        claude_aws:    {kind: bedrock, region: us-east-1, protocol: messages, emulate: true}
        claude_mantle: {kind: bedrock-mantle, region: us-east-1, emulate: true}
        gpt_aws:       {kind: bedrock, region: us-east-1, emulate: true}
        mantle:        {kind: bedrock-mantle, region: us-east-1, emulate: true}
        azure:         {kind: azure-openai, emulate: true}
        foundry:       {kind: foundry, emulate: true}
        vertex_ai:     {kind: vertex, project: my-project, location: global, emulate: true}
        claude_gcp:    {kind: vertex, project: my-project, location: global, emulate: true}
        open_gcp:      {kind: vertex, project: my-project, location: global, emulate: true}
        openai:        {kind: openai, emulate: true}
      routes:
      """
          + SERVICES.stream()
              .map(
                  name ->
                      "  by-%s: {targets: [%s, openai/gpt-5.4]}\n".formatted(name, target(name)))
              .collect(Collectors.joining());

  private final Told told = new Told();
  private final RunningClouds clouds;

  Pairs(LambdaSettings lambda) throws IOException, InterruptedException {
    this.clouds =
        new RunningClouds(
            CONFIG, Optional.of(new PrintStream(told, true, StandardCharsets.UTF_8)), lambda);
  }

  private static String target(String service) {
    return service + "/" + MODELS.get(service);
  }

  RunningClouds clouds() {
    return clouds;
  }

  /**
   * What a call came to.
   *
   * @param provider who answered; empty where nobody did
   * @param trail which attempts were made, as the header says
   */
  record Answer(int status, String requestId, String provider, String trail, String body) {}

  /** All headers and bodies that callers got, and all that the functions wrote. */
  private static final class Told extends ByteArrayOutputStream {
    private static final long LIMIT_NANOS = 60_000_000_000L;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    /** Waits for a whole line that has all of {@code parts}; empty when none comes. */
    synchronized Optional<String> await(String... parts) throws InterruptedException {
      long end = System.nanoTime() + LIMIT_NANOS;
      while (true) {
        String all = toString(StandardCharsets.UTF_8);
        Optional<String> line =
            all.substring(0, all.lastIndexOf('\n') + 1)
                .lines()
                .filter(one -> Stream.of(parts).allMatch(one::contains))
                .findFirst();
        long left = (end - System.nanoTime()) / 1_000_000;
        if (line.isPresent() || left <= 0) {
          return line;
        }
        wait(left);
      }
    }
  }

  /** Calls a service through a host, with the service of no cloud behind it. */
  Answer call(String host, String service) throws IOException, InterruptedException {
    return ask(host, "by-" + service, "hello");
  }

  /** Calls a service through a host, and only this one; the error then says why. */
  Answer callAlone(String host, String service) throws IOException, InterruptedException {
    return ask(host, target(service), "hello");
  }

  /** Calls the service of no cloud, whose answer is what it was asked. */
  Answer echo(String host, String text) throws IOException, InterruptedException {
    return ask(host, "openai/gpt-5.4", text);
  }

  private Answer ask(String host, String model, String text)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        Http.post(
            clouds.port(host),
            "/v1/chat/completions",
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(model, text));
    told.writeBytes(
        (response.headers().map() + response.body() + "\n").getBytes(StandardCharsets.UTF_8));
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("x-request-id").orElse(""),
        response.headers().firstValue("x-trefoil-provider").orElse(""),
        response.headers().firstValue("x-trefoil-trail").orElse(""),
        response.body());
  }

  /**
   * Why the only attempt failed, as the log says it: callers are not told who we are elsewhere.
   * What functions write comes through a pipe, a moment after the answer.
   */
  String reason(Answer answer) throws IOException, InterruptedException {
    String line =
        told.await("\"log\":\"attempt\"", "\"request_id\":\"" + answer.requestId() + '"')
            .orElseThrow(() -> new AssertionError("no attempt is logged: " + answer.body()));
    return JSON.readTree(line.substring(line.indexOf('{'))).path("message").asText();
  }

  /** What the caller is told of the only attempt. */
  static String toldReason(Answer answer) throws IOException {
    return JSON.readTree(answer.body()).at("/error/attempts/0/message").asText();
  }

  /** Those of the given secrets that callers or logs were told. */
  List<String> leaked(List<String> secrets) {
    String all = told.toString(StandardCharsets.UTF_8);
    return secrets.stream().filter(all::contains).toList();
  }

  @Override
  public void close() {
    clouds.close();
  }
}
