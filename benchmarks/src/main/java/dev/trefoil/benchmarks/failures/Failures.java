// The same faults, one after the other, behind Trefoil and behind Portkey.
package dev.trefoil.benchmarks.failures;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.failures.Answered.Fate;
import dev.trefoil.benchmarks.process.Portkey;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.benchmarks.process.TrefoilServer;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Oddity;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two services of one protocol, the first of which fails at every call, the second never. Each
 * gateway may try the first twice and then the second, and gives an attempt the same time.
 */
public final class Failures implements Measure {
  private static final String KEY = "not-a-secret";
  private static final String MODEL = "gpt-5.2";

  /** Until an attempt is given up: until its first content, of Portkey until the whole answer. */
  private static final int LIMIT_MILLIS = 2_000;

  private static final String WORDS =
      IntStream.rangeClosed(1, 60).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

  private static final String CONFIG =
      """
      auth: none
      services:
        first:  {kind: openai, endpoint: "%s", keyFrom: "env:SERVICE_KEY", protocol: chat}
        second: {kind: openai, endpoint: "%s", keyFrom: "env:SERVICE_KEY", protocol: chat}
      routes:
        gpt-5.2:
          targets: [first/gpt-5.2, second/gpt-5.2]
          limits: {firstTokenMs: %d, stallMs: %d}
          retry: {retries: 1}
      """;

  private static final Map<String, Failure> FAULTS = faults();

  private static Map<String, Failure> faults() {
    Map<String, Failure> faults = new LinkedHashMap<>();
    faults.put("503", new Failure.Outage());
    faults.put("429", new Failure.Throttle(OptionalInt.empty()));
    faults.put("400 of its own", new Failure.NativeError(400, Optional.empty()));
    faults.put("401", new Failure.NativeError(401, Optional.empty()));
    faults.put("connection reset", new Failure.Reset());
    faults.put("never answers", new Failure.Silent());
    faults.put("first token after 10 s", new Failure.Slow(10_000));
    faults.put("stalls after 20 tokens", new Failure.Stall(20));
    faults.put("ends after 20 tokens, no end mark", new Failure.Cut(20));
    faults.put("a broken event, or body", new Failure.Malformed());
    faults.put("an error within the stream", new Failure.Odd(Oddity.ERROR_IN_STREAM));
    faults.put("no reason why it stopped", new Failure.Odd(Oddity.NO_FINISH_REASON));
    faults.put("heartbeats and nothing else", new Failure.Odd(Oddity.HEARTBEATS));
    return faults;
  }

  /** A gateway that is called. */
  private record Gateway(String name, Server server, Map<String, String> headers) {}

  @Override
  public String name() {
    return "failures";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    Optional<String> missing = Portkey.missing();
    if (missing.isPresent()) {
      results.note("failures was not measured: " + missing.get());
      return;
    }
    int calls = context.rounds(10, 2);
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("the first service", "", "Trefoil", "late", "Portkey", "late"));
    try (OpenAiEmulator first = OpenAiEmulator.start("first", KEY);
        OpenAiEmulator second = OpenAiEmulator.start("second", KEY);
        HttpClient client =
            // Node refuses who asks for an upgrade to h2c (findings/).
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (Map.Entry<String, Failure> fault : FAULTS.entrySet()) {
        context.say("  " + fault.getKey());
        // New processes: what a gateway has learnt of one fault is no help with the next.
        try (Server trefoil = trefoil(context, first, second);
            Server portkey = portkey(context)) {
          List<Gateway> gateways =
              List.of(
                  new Gateway("Trefoil", trefoil, Map.of()),
                  new Gateway("Portkey", portkey, portkeyHeaders(first, second)));
          for (boolean stream : new boolean[] {false, true}) {
            List<String> line = new ArrayList<>();
            line.add(fault.getKey());
            line.add(stream ? "streamed" : "plain");
            for (Gateway gateway : gateways) {
              first.controls().clearFault();
              Answered.requireWhole(call(client, gateway, stream), gateway.name());
              first.controls().fault(Fault.always(fault.getValue()));
              addTo(line, calls(client, gateway, stream, calls));
            }
            table.add(line);
          }
        } finally {
          first.controls().clearFault();
        }
      }
    }
    results.table("Failures: %d calls each, one after the other".formatted(calls), table);
    results.note(
        """
        failures: the first of two services fails at every call, the second never. Both gateways may try the first twice, then the second, and give an attempt up after %d ms (Trefoil without content, Portkey without a whole answer or a stream's head); breakers and learning as they come. whole: the model's words and an end. altered: an answer that claims to be whole and is not the model's. lost: an error, no end, or nothing within %d s. late: the median and the worst call's ms."""
            .formatted(LIMIT_MILLIS, Answered.PATIENCE.toSeconds()));
  }

  private static Server trefoil(
      BenchmarkContext context, OpenAiEmulator first, OpenAiEmulator second)
      throws IOException, InterruptedException {
    return TrefoilServer.start(
            Built.in(context).server(),
            context.folder("failures/trefoil"),
            CONFIG.formatted(first.endpoint(), second.endpoint(), LIMIT_MILLIS, LIMIT_MILLIS),
            List.of(),
            Map.of("SERVICE_KEY", KEY))
        .awaitListening();
  }

  private static Server portkey(BenchmarkContext context) throws IOException, InterruptedException {
    return Portkey.install(context)
        .start(context.folder("failures/portkey").resolve("portkey.log"))
        .awaitListening();
  }

  private static Map<String, String> portkeyHeaders(OpenAiEmulator first, OpenAiEmulator second) {
    String target =
        """
        {"provider": "openai", "custom_host": "%s", "api_key": "%s", "request_timeout": %d, "retry": {"attempts": %d}}""";
    return Map.of(
        "x-portkey-config",
        """
        {"strategy": {"mode": "fallback"}, "targets": [%s, %s]}"""
            .formatted(
                target.formatted(first.endpoint(), KEY, LIMIT_MILLIS, 1),
                target.formatted(second.endpoint(), KEY, LIMIT_MILLIS, 0)));
  }

  private static List<Answered> calls(HttpClient client, Gateway gateway, boolean stream, int count)
      throws InterruptedException {
    List<Answered> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(call(client, gateway, stream));
    }
    return answers;
  }

  private static Answered call(HttpClient client, Gateway gateway, boolean stream)
      throws InterruptedException {
    HttpRequest.Builder request =
        Answered.request(
            gateway.server().port(),
            """
            {"model": "%s", "stream": %s, "max_completion_tokens": 500, "messages": [{"role": "user", "content": "%s"}]}"""
                .formatted(MODEL, stream, WORDS));
    gateway.headers().forEach(request::header);
    return Answered.to(client, request, stream, WORDS);
  }

  private static void addTo(List<String> line, List<Answered> answers) {
    List<String> fates = new ArrayList<>();
    for (Fate fate : Fate.values()) {
      long count = answers.stream().filter(answer -> answer.fate() == fate).count();
      if (count > 0) {
        fates.add(count + " " + fate.name().toLowerCase(Locale.ROOT));
      }
    }
    line.add(String.join(", ", fates));
    double[] millis = answers.stream().mapToDouble(Answered::millis).sorted().toArray();
    line.add("%.0f / %.0f".formatted(millis[millis.length / 2], millis[millis.length - 1]));
  }
}
