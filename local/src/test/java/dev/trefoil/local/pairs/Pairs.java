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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Three clouds in which each service has a route of its own with a service of no cloud behind it,
 * and all that callers and logs were told.
 */
final class Pairs implements AutoCloseable {
  static final List<String> HOSTS = List.of("aws", "azure", "gcp");
  static final List<String> SERVICES = List.of("bedrock", "azure", "vertex_ai");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG =
      """
      auth: none
      priming: false
      services:
        bedrock:   {kind: bedrock, region: us-east-1, emulate: true}
        azure:     {kind: azure-openai, emulate: true}
        vertex_ai: {kind: vertex, project: my-project, location: global, emulate: true}
        openai:    {kind: openai, emulate: true}
      routes:
        by-bedrock:   {targets: [bedrock/us.anthropic.claude-sonnet-4-6, openai/gpt-5.4]}
        by-azure:     {targets: [azure/gpt-5.4, openai/gpt-5.4]}
        by-vertex_ai: {targets: [vertex_ai/gemini-3.5-flash, openai/gpt-5.4]}
      """;

  private final Told told = new Told();
  private final RunningClouds clouds;

  Pairs(LambdaSettings lambda) throws IOException, InterruptedException {
    this.clouds =
        new RunningClouds(
            CONFIG, Optional.of(new PrintStream(told, true, StandardCharsets.UTF_8)), lambda);
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
    private static final long LIMIT_NANOS = 10_000_000_000L;

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
    return ask(
        host,
        switch (service) {
          case "bedrock" -> "bedrock/us.anthropic.claude-sonnet-4-6";
          case "azure" -> "azure/gpt-5.4";
          default -> "vertex_ai/gemini-3.5-flash";
        },
        "hello");
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
