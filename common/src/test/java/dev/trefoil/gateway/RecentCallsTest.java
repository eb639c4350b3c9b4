package dev.trefoil.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.BudgetWarning;
import dev.trefoil.gateway.CallEvent.CallBegun;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.RecentCalls.Page;
import dev.trefoil.gateway.RecentCalls.Recent;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The calls that have ended last, for whoever watches. */
class RecentCallsTest {
  private static final Caller ADA = new Caller("ada");

  private final RecentCalls recent = new RecentCalls(4, "p");

  private static Subject subject(String id, Caller caller) {
    return new Subject(id, caller, Optional.empty(), "chat", false, Instant.EPOCH);
  }

  private static CallEnded ended(String id, Trail trail) {
    return new CallEnded(subject(id, ADA), Outcome.ANSWERED, trail, Duration.ofMillis(5));
  }

  private static Attempt failed(Kind kind, String message) {
    return new Attempt(
        new Target("azure", "gpt"),
        kind.name().toLowerCase(Locale.ROOT),
        Optional.of(new ProviderException(kind, "told")),
        Optional.of(message),
        Duration.ofMillis(3),
        Optional.empty(),
        Optional.empty(),
        Usage.NONE,
        false,
        OptionalDouble.empty(),
        Breaker.State.CLOSED,
        "any");
  }

  private void end(String... ids) {
    for (String id : ids) {
      recent.accept(ended(id, Trail.NONE));
    }
  }

  private static List<String> ids(Page page) {
    return page.calls().stream().map(one -> one.call().call().requestId()).toList();
  }

  @Test
  void callsAreReadInPagesFromTheOldestOn() {
    end("a", "b", "c");

    Page first = recent.read(0, 2, call -> true);
    assertThat(ids(first)).containsExactly("a", "b");
    assertThat(first.more()).isTrue();
    Page second = recent.read(first.next(), 2, call -> true);
    assertThat(second.calls()).extracting(Recent::number).containsExactly(3L);
    assertThat(second.more()).isFalse();
    assertThat(recent.read(second.next(), 2, call -> true).calls()).isEmpty();
  }

  @Test
  void theOldestAreForgottenAndItIsSaidHowMany() {
    end("a", "b", "c", "d", "e", "f");

    Page page = recent.read(1, 10, call -> true);
    assertThat(ids(page)).containsExactly("c", "d", "e", "f");
    assertThat(page.missed()).isEqualTo(1);
    assertThat(recent.read(6, 10, call -> true).missed()).isZero();
  }

  @Test
  void whatIsNotWantedIsPassedOverAndNotReadAgain() {
    end("a", "b", "c");

    Page page = recent.read(0, 1, call -> call.call().requestId().equals("b"));
    assertThat(ids(page)).containsExactly("b");
    Page rest = recent.read(page.next(), 1, call -> call.call().requestId().equals("b"));
    assertThat(rest.calls()).isEmpty();
    assertThat(rest.next()).isEqualTo(3);
  }

  @Test
  void aNumberThatIsYetToComeIsOfNoCallOfThisProcess() {
    end("a");

    assertThat(ids(recent.read(99, 10, call -> true))).containsExactly("a");
  }

  @Test
  void wordsOfServicesAreCutAndThoseThatMayQuoteARequestAreNotHeld() {
    Attempt blamed = failed(Kind.INVALID, "your prompt 'secret' is invalid");
    Attempt timeout = failed(Kind.TIMEOUT, "x".repeat(10_000));
    recent.accept(
        new CallEnded(
            subject("a", ADA),
            Outcome.FAILED,
            new Trail(List.of(blamed, timeout)),
            Duration.ofMillis(9),
            Optional.empty(),
            List.of(
                new AttemptTimes(1, blamed, Duration.ZERO, Duration.ofMillis(3)),
                new AttemptTimes(2, timeout, Duration.ofMillis(4), Duration.ofMillis(9)))));

    CallEnded held = recent.read(0, 1, call -> true).calls().getFirst().call();
    assertThat(held.trail().attempts())
        .allSatisfy(attempt -> assertThat(attempt.failure()).isEmpty());
    assertThat(held.trail().attempts().getFirst().message()).isEmpty();
    assertThat(held.times().getFirst().attempt().message()).isEmpty();
    assertThat(held.times().get(1).attempt().message().orElseThrow()).hasSize(301).endsWith("…");
    assertThat(held.times().get(1).began()).isEqualTo(Duration.ofMillis(4));
    assertThat(held.times().getFirst().attempt().outcome()).isEqualTo("invalid");
  }

  @Test
  void whatIsSaidInACallIsNotHeld() {
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, "secret")), Settings.DEFAULTS, false);
    ContentsRecording said =
        new ContentsRecording(
            request,
            new AnswerListener() {
              @Override
              public void onStart(AnswerStart start) {}

              @Override
              public void onEvent(ChatEvent event) {}
            });
    recent.accept(
        new CallEnded(
            subject("a", ADA),
            Outcome.ANSWERED,
            Trail.NONE,
            Duration.ZERO,
            Optional.empty(),
            List.of(),
            Optional.of(said.contents())));

    assertThat(recent.read(0, 1, call -> true).calls().getFirst().call().contents()).isEmpty();
  }

  @Test
  void aCallOfManyAttemptsIsHeldUpToABound() {
    recent.accept(ended("a", new Trail(Collections.nCopies(200, failed(Kind.TIMEOUT, "late")))));

    assertThat(recent.read(0, 1, call -> true).calls().getFirst().call().trail().attempts())
        .hasSize(50);
  }

  @Test
  void whoWaitsIsWokenByACallsEndAndByTheProcesss() throws Exception {
    FutureTask<Boolean> woken = new FutureTask<>(() -> recent.await(0, Duration.ofMinutes(1)));
    Thread.ofVirtual().start(woken);
    end("a");
    assertThat(woken.get()).isTrue();

    FutureTask<Boolean> ended = new FutureTask<>(() -> recent.await(1, Duration.ofMinutes(1)));
    Thread.ofVirtual().start(ended);
    recent.close();
    assertThat(ended.get()).isFalse();
    assertThat(recent.isClosed()).isTrue();
    assertThat(recent.await(1, Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void theLastWarningsOfBudgetsAreHeldAndNoOtherEvent() {
    for (int i = 0; i < 150; i++) {
      recent.accept(new BudgetWarning(subject("a", ADA), "the tenant acme: " + i));
    }
    recent.accept(new CallBegun(subject("b", ADA)));

    assertThat(recent.warnings()).hasSize(100);
    assertThat(recent.warnings().getFirst().budget()).isEqualTo("the tenant acme: 50");
    assertThat(recent.read(0, 10, call -> true).calls()).isEmpty();
  }

  @Test
  void noProcessHasTheNameOfAnother() {
    assertThat(new RecentCalls().process())
        .matches("[0-9a-f]{12}")
        .isNotEqualTo(new RecentCalls().process());
  }
}
