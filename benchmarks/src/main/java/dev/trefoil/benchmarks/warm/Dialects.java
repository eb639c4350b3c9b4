// What a call costs by each dialect of a protocol, beside the protocol's first one.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.LocalConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processor time of one caller's streamed calls to one model at all services that serve it by one
 * protocol: what signatures, addresses and what a service lacks add.
 */
public final class Dialects implements Measure {
  private static final Goal GOAL = new Goal.AtMostTimes(1.1);
  private static final String WARM_UP_MILLIS = "5000";
  private static final String SHORT_WARM_UP_MILLIS = "2500";
  private static final String CALLS = "60";

  /** From token to token, so that each is read by itself, as from a real service. */
  private static final Duration PACE = Duration.ofMillis(1);

  /**
   * As on Lambda. With the second compiler at work a block's figure depends on what that decided
   * before it more than on the dialect.
   */
  private static final List<String> LAMBDA = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String CONFIG =
      """
      auth: none
      priming: false
      services:
        anthropic:      {kind: anthropic, keyFrom: "env:KEY", emulate: true}
        foundry:        {kind: foundry, endpoint: "https://example.services.ai.azure.com", emulate: true}
        vertex_claude:  {kind: vertex, project: my-project, location: global, emulate: true}
        bedrock_claude: {kind: bedrock, region: us-east-1, protocol: messages, emulate: true}
        mantle_claude:  {kind: bedrock-mantle, region: us-east-1, emulate: true}
        openai:         {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY", emulate: true}
        azure:          {kind: azure-openai, endpoint: "https://example.openai.azure.com", emulate: true}
        bedrock:        {kind: bedrock, region: us-east-1, emulate: true}
        mantle:         {kind: bedrock-mantle, region: us-east-1, emulate: true}
        openai_chat:    {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY", protocol: chat, emulate: true}
        azure_chat:     {kind: azure-openai, endpoint: "https://example.openai.azure.com", protocol: chat, emulate: true}
        bedrock_chat:   {kind: bedrock, region: us-east-1, protocol: chat, emulate: true}
        mantle_chat:    {kind: bedrock-mantle, region: us-east-1, protocol: chat, emulate: true}
      routes:
        chat: {targets: [anthropic/claude-opus-5-5]}
      """;

  /**
   * The services that speak a protocol.
   *
   * @param targets the one that all others are compared with comes first
   */
  private record Protocol(String name, List<String> targets) {}

  private static final List<Protocol> PROTOCOLS =
      List.of(
          new Protocol(
              "Messages",
              List.of(
                  "anthropic/claude-opus-5-5",
                  "foundry/claude-opus-5-5",
                  "vertex_claude/claude-opus-5-5",
                  "bedrock_claude/us.anthropic.claude-opus-5-5",
                  "mantle_claude/anthropic.claude-opus-5-5")),
          new Protocol(
              "Responses",
              List.of(
                  "openai/gpt-6-sol",
                  "azure/gpt-6-sol",
                  "bedrock/us.openai.gpt-6-sol",
                  "mantle/openai.gpt-6-sol")),
          new Protocol(
              "chat completions",
              List.of(
                  "openai_chat/gpt-6-sol",
                  "azure_chat/gpt-6-sol",
                  "bedrock_chat/us.openai.gpt-6-sol",
                  "mantle_chat/openai.gpt-6-sol")));

  @Override
  public String name() {
    return "dialects";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    try (Clouds clouds =
        Clouds.startOverTls(context, LocalConfig.of(CONFIG, Map.of("KEY", "none")))) {
      for (Protocol protocol : PROTOCOLS) {
        for (String target : protocol.targets()) {
          clouds.model(service(target)).controls().pace(token -> Thread.sleep(PACE));
        }
        context.say("calls by " + protocol.name());
        rows(protocol, measure(context, clouds, protocol), results);
      }
    }
    results.note(
        ("dialects: streamed answers of %d tokens, %d ms apart, through everything of ours, every"
                + " service over TLS, with Lambda's flags %s; all services of a protocol in one JVM,"
                + " blocks of %s calls in turn, each beside the first service's of its round.")
            .formatted(WarmProcess.TOKENS, PACE.toMillis(), String.join(" ", LAMBDA), CALLS));
  }

  private static Figures measure(BenchmarkContext context, Clouds clouds, Protocol protocol)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(context.isQuick() ? SHORT_WARM_UP_MILLIS : WARM_UP_MILLIS);
    arguments.add(String.valueOf(context.rounds(30, 5)));
    arguments.add(CALLS);
    arguments.addAll(protocol.targets());
    List<String> flags = new ArrayList<>(clouds.jvmFlags());
    flags.addAll(LAMBDA);
    return new MeasuredJvm(
            context.folder("dialects"),
            DialectProcess.class,
            MeasuredJvm.ownClassPath(),
            flags,
            clouds.environment(HostCloud.AWS))
        .run(protocol.name().replace(' ', '-'), arguments.toArray(String[]::new));
  }

  private static void rows(Protocol protocol, Figures figures, Results results) throws IOException {
    String first = protocol.targets().getFirst();
    for (String target : protocol.targets().subList(1, protocol.targets().size())) {
      results.add(
          Row.paired(
              "call by " + protocol.name() + ", " + service(target) + ", CPU",
              "ms",
              new Pairs(figures.of(target), figures.of(first)),
              service(first),
              GOAL));
    }
  }

  private static String service(String target) {
    return target.substring(0, target.indexOf('/'));
  }
}
