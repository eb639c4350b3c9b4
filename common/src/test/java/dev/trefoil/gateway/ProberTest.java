package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.health.Board;
import dev.trefoil.health.Breaker.State;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.MovedClock;
import dev.trefoil.health.Sighting;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Which targets a probe asks, and what becomes of their answers. */
class ProberTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        a: {kind: openai, endpoint: "https://a.example/v1"}
        b: {kind: openai, endpoint: "https://b.example/v1"}
      routes:
        chat: {targets: [a/m, {target: b/m, instructions: Be brief.}]}
        again: {targets: [b/m, a/m]}
        "gpt-*": {targets: ["a/{model}"]}
      """;

  private static final Target A = new Target("a", "m");
  private static final Target B = new Target("b", "m");

  private final MovedClock clock = new MovedClock();
  private final HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, clock, new Random(1));
  private final RecordedCalls logged = new RecordedCalls();
  private final Told board = new Told();

  @Test
  void aProcessThatKnowsNothingAsksEveryTargetOfTheRoutesOnce() {
    ScriptedModel a = answering();
    ScriptedModel b = answering();

    assertThat(probe(a, b)).hasToString("{\"a/m\":\"ok\",\"b/m\":\"ok\"}");

    assertThat(a.calls()).containsExactly("m");
    assertThat(b.calls()).containsExactly("m");
    assertThat(b.requests().getFirst().messages()).as("no route's instructions").hasSize(1);
    assertThat(b.requests().getFirst().settings().maxTokens()).hasValue(16);
    assertThat(logged.ended())
        .extracting(ended -> ended.call().route())
        .containsExactly("probe", "probe");
  }

  @Test
  void whatWasUsedInTheLastFiveMinutesIsLeftAlone() {
    health.of(A).succeeded();
    clock.advance(Duration.ofMinutes(2));
    health.of(B).succeeded();
    clock.advance(Duration.ofMinutes(3));
    ScriptedModel a = answering();
    ScriptedModel b = answering();

    assertThat(probe(a, b).outcomes()).containsOnlyKeys(A);

    assertThat(b.calls()).isEmpty();
  }

  @Test
  void anOpenTargetIsAskedAndClosedByItsAnswer() {
    open(A);
    health.of(B).succeeded();

    assertThat(probe(answering(), answering()).outcomes()).containsOnly(Map.entry(A, "ok"));

    assertThat(health.of(A).breaker().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void anOpenTargetThatStillFailsIsAskedOnceAndStaysOpen() {
    open(A);
    health.of(B).succeeded();
    ScriptedModel down = ScriptedModel.failing(new ProviderException(Kind.OVERLOADED, "down"));

    assertThat(probe(down, answering()).outcomes()).containsOnly(Map.entry(A, "overloaded"));

    assertThat(down.calls()).hasSize(1);
    assertThat(health.of(A).breaker().state()).isEqualTo(State.OPEN);
  }

  @Test
  void whatTheBoardListsIsAskedAndTheBoardIsTold() {
    health.of(A).succeeded();
    health.of(B).succeeded();
    board.listed = Set.of(B);

    assertThat(probe(answering(), answering()).outcomes()).containsOnlyKeys(B);

    assertThat(board.told).singleElement().matches(sightings -> sightings.getLast().answered());
  }

  @Test
  void aTargetThatHangsDoesNotKeepTheOthersWaiting() {
    CountDownLatch answered = new CountDownLatch(1);
    ScriptedModel first = ScriptedModel.answeringAfter(answered::await, answer());
    ScriptedModel second = ScriptedModel.answeringAfter(answered::countDown, answer());

    assertThat(probe(first, second).outcomes()).containsValues("ok").hasSize(2);
  }

  @Test
  void aClientThatCannotBeLoadedIsFoundOutAndTheOthersAreAskedAllTheSame() {
    ScriptedModel broken = ScriptedModel.broken(new NoClassDefFoundError("no/such/Client"));

    assertThat(probe(broken, answering()))
        .hasToString("{\"a/m\":\"model_unavailable\",\"b/m\":\"ok\"}");
    assertThat(logged.ended()).hasSize(2);
  }

  @Test
  void aTargetOfVectorsIsNotAskedToChat() {
    ScriptedModel vectors = answering();
    String config =
        """
        auth: none
        services: {a: {kind: openai, endpoint: "https://a.example/v1"}}
        routes: {embed: {targets: [a/text-embedding-3-small]}}
        """;

    // The scripted service has no vectors, and says so.
    assertThat(prober(config, Map.of("a", vectors)).probe(deadline()))
        .hasToString("{\"a/text-embedding-3-small\":\"unsupported\"}");

    assertThat(vectors.calls()).isEmpty();
  }

  private ProbeResult probe(ScriptedModel a, ScriptedModel b) {
    return prober(CONFIG, Map.of("a", a, "b", b)).probe(deadline());
  }

  private Prober prober(String config, Map<String, ModelService> models) {
    Random random = new Random(1);
    Router router =
        new Router(TrefoilConfig.parse(config, Map.of()).routing(), Set.of(), health, random);
    FallbackLoop loop =
        new FallbackLoop(
            new LinkedHashMap<>(models),
            health,
            GateEvaluator.unjudged(),
            (time, gone) -> {},
            random);
    return new Prober(
        router,
        loop,
        health,
        board,
        new CallEvents(List.of(logged, CallEventConsumer.of(board))),
        clock);
  }

  private void open(Target target) {
    for (int i = 0; i < BreakerSettings.DEFAULTS.consecutiveFailures(); i++) {
      health.of(target).failed(new ProviderException(Kind.OVERLOADED, "down"));
    }
    assertThat(health.of(target).breaker().state()).isEqualTo(State.OPEN);
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1));
  }

  private static ScriptedModel answering() {
    return ScriptedModel.answering(answer());
  }

  private static ChatEvent[] answer() {
    return new ChatEvent[] {
      new TextDelta("pong"), new ChoiceFinished(0, FinishReason.STOP), new Finished(new Usage(1, 1))
    };
  }

  /** A board that lists what the test says, and notes what it is told. */
  private static final class Told implements Board {
    private final List<List<? extends Sighting>> told =
        Collections.synchronizedList(new ArrayList<>());
    private Set<Target> listed = Set.of();

    @Override
    public void beforeCall() {}

    @Override
    public void afterCall(List<? extends Sighting> sightings) {
      told.add(sightings);
    }

    @Override
    public void read(Duration atMost) {}

    @Override
    public Set<Target> listed() {
      return listed;
    }
  }
}
