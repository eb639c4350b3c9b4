package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import dev.trefoil.local.live.LiveDrill;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code drill --against}, over the three functions. */
@ExtendWith(SharedClouds.class)
class LiveDrillTest {
  private static final String BEDROCK = "bedrock/us.anthropic.claude-sonnet-4-6";
  private static final String AZURE = "azure/gpt-5.4";
  private static final String VERTEX = "vertex_ai/gemini-3.5-flash";

  @Test
  void eachTargetIsAskedOnceAndEachRouteAsCallersDo(RunningClouds clouds) {
    CommandRun ran = against(clouds, "aws", "--route=chat");

    assertThat(ran.exit()).as(ran.out() + ran.error()).isZero();
    assertThat(ran.out())
        .contains("chat: as callers ask it, ", BEDROCK + ";outcome=ok")
        .contains("3 of 3 targets answer; 4 calls, which cost $0.0");
    for (String target : List.of(BEDROCK, AZURE, VERTEX)) {
      assertThat(row(ran, target)).startsWith("closed").endsWith("ok");
    }
    assertThat(asked(clouds, "bedrock")).isEqualTo(2);
    assertThat(asked(clouds, "azure")).isEqualTo(1);
    assertThat(asked(clouds, "vertex_ai")).isEqualTo(1);
  }

  @Test
  void routesOfVectorsAreAskedForVectors(RunningClouds clouds) {
    CommandRun ran = against(clouds, "gcp");

    assertThat(ran.exit()).as(ran.out() + ran.error()).isZero();
    assertThat(ran.out()).contains("\nembed: as callers ask it, ");
    assertThat(row(ran, "azure/text-embedding-3-small")).endsWith("ok");
    assertThat(clouds.controls("azure").journal())
        .extracting(JournalEntry::path)
        .anyMatch(path -> path.contains("embeddings"));
  }

  @Test
  void whatDoesNotAnswerIsNamedAndWhoStandsInForIt(RunningClouds clouds) {
    clouds.controls("bedrock").fault(Fault.always(new Failure.Outage()));

    CommandRun ran = against(clouds, "azure", "--route=chat");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(row(ran, BEDROCK)).contains("NO: HTTP 503");
    assertThat(row(ran, AZURE)).endsWith("ok");
    assertThat(ran.out())
        .containsPattern("chat: as callers ask it, .*" + AZURE + ";outcome=ok")
        .contains("2 of 3 targets answer");
  }

  @Test
  void withoutCallsNoModelIsAsked(RunningClouds clouds) {
    CommandRun ran = against(clouds, "aws", "--no-calls");

    assertThat(ran.exit()).as(ran.out() + ran.error()).isZero();
    assertThat(row(ran, AZURE)).startsWith("closed").endsWith("not asked");
    assertThat(ran.out()).contains("No model was called.");
    for (String service : List.of("bedrock", "azure", "vertex_ai")) {
      assertThat(asked(clouds, service)).isZero();
    }
  }

  @Test
  void whatCannotBeAskedIsSaid(RunningClouds clouds) throws IOException {
    CommandRun unknown = against(clouds, "aws", "--route=chitchat");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.error()).contains("there is no route chitchat", "chat, ");
    assertThat(run("--against=ftp://example.com").exit()).isEqualTo(2);
    assertThat(run("--route=chat").exit()).isEqualTo(2);
    CommandRun unset = run("--against=http://127.0.0.1:1", "--id-token-from=TREFOIL_SET_NOWHERE");
    assertThat(unset.exit()).isEqualTo(2);
    assertThat(unset.error()).contains("--id-token-from: TREFOIL_SET_NOWHERE is not set");
    assertThat(run("--against=http://trefoil.example.com", "--key-from=PATH").error())
        .contains("--against: a key is sent by https only");
    try (LoopbackServer refuses =
        answering(401, "{\"error\":{\"message\":\"no key\",\"code\":\"invalid_api_key\"}}")) {
      CommandRun refused = run("--against=http://127.0.0.1:" + refuses.port() + "/v1");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.error()).contains("HTTP 401 no key");
    }
    try (LoopbackServer other = answering(200, "<html>")) {
      assertThat(run("--against=http://127.0.0.1:" + other.port()).error())
          .contains("is no Trefoil: HTTP 200");
    }
  }

  /** Nobody is to find out from a bill how many routes there are. */
  @Test
  void moreCallsThanAnybodyLooksAtAreNotMade() throws IOException {
    String routes =
        IntStream.range(0, LiveDrill.MOST_CALLS)
            .mapToObj("{\"id\":\"route-%d\",\"targets\":[\"a/b\"]}"::formatted)
            .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    try (LoopbackServer many = answering(200, routes)) {
      String here = "--against=http://127.0.0.1:" + many.port();
      CommandRun all = run(here);
      assertThat(all.exit()).isEqualTo(1);
      assertThat(all.error())
          .contains("400 calls would be made, and at most 200 are: name routes with --route");
      assertThat(run(here, "--no-calls").exit()).isZero();
    }
  }

  /** What stands in the variables goes where each door looks for it; PATH is set everywhere. */
  @Test
  void aPrivateServiceOfCloudRunIsShownATokenBesideTheKey() throws IOException {
    Set<String> shown = ConcurrentHashMap.newKeySet();
    try (LoopbackServer door =
        LoopbackServer.start(
            0,
            exchange -> {
              for (String header : List.of("Authorization", "X-Serverless-Authorization")) {
                shown.add(header + ": " + exchange.getRequestHeaders().getFirst(header));
              }
              Exchanges.send(
                  exchange,
                  200,
                  "application/json",
                  "{\"data\":[{\"id\":\"chat\",\"targets\":[\"a/b\"]}]}");
            })) {
      CommandRun ran =
          run(
              "--against=http://127.0.0.1:" + door.port(),
              "--no-calls",
              "--key-from=HOME",
              "--id-token-from=PATH");
      assertThat(ran.exit()).as(ran.error()).isZero();
    }
    assertThat(shown)
        .containsExactlyInAnyOrder(
            "Authorization: Bearer " + System.getenv("HOME"),
            "X-Serverless-Authorization: Bearer " + System.getenv("PATH"));
    assertThat(run("--against=http://trefoil.example.com", "--id-token-from=PATH").error())
        .contains("--against: a key is sent by https only");
  }

  private static LoopbackServer answering(int status, String body) throws IOException {
    return LoopbackServer.start(
        0, exchange -> Exchanges.send(exchange, status, "application/json", body));
  }

  private static int asked(RunningClouds clouds, String service) {
    return clouds.controls(service).journal().size();
  }

  private static String row(CommandRun ran, String target) {
    return ran.out()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(target + " "))
        .map(line -> line.substring(target.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(ran.out() + ran.error()));
  }

  private static CommandRun against(RunningClouds clouds, String cloud, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--against=http://127.0.0.1:" + clouds.port(cloud));
    return run(all.toArray(String[]::new));
  }

  private static CommandRun run(String... options) {
    return CommandRun.of(new DrillCommand(), options);
  }
}
