package dev.trefoil.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Step;
import dev.trefoil.store.RecordStore;
import dev.trefoil.usage.Details.Cause;
import dev.trefoil.usage.UsageRecords.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What calls have used, over a store that answers as told. */
class UsageRecorderTest {
  private static final UsageSettings SETTINGS =
      new UsageSettings(ZoneId.of("Europe/Berlin"), Duration.ofDays(10));
  private static final LocalDate DAY = LocalDate.parse("2026-12-06");
  private static final List<Step> STEPS = Planned.plan("chat", Planned.needs(10)).steps();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T23:30:00Z"));
  private final CountedRecords records = new CountedRecords();
  private final UsageRecorder recorder = process();

  private UsageRecorder process() {
    return new UsageRecorder(records, SETTINGS, now::get);
  }

  private static CallEnded ended(String caller, Outcome outcome, Trail trail) {
    Subject subject =
        new Subject(
            "r",
            Caller.of(caller, Optional.of("acme"), Optional.empty()),
            Optional.empty(),
            "chat",
            false,
            Instant.EPOCH);
    return new CallEnded(subject, outcome, trail, Duration.ZERO);
  }

  private static CallEnded answered(String caller, long prompt, long answer) {
    return ended(caller, Outcome.ANSWERED, Planned.answered(STEPS.getFirst(), prompt, answer));
  }

  private List<Counted> read(Optional<Caller> caller) throws Exception {
    return new UsageRecords(records, SETTINGS, now::get)
        .read(DAY, DAY, caller, Deadline.after(Duration.ofSeconds(5)))
        .orElseThrow();
  }

  @Test
  void aCallIsOneWriteAndTheFirstOfItsKindOneMore() {
    recorder.accept(answered("ada", 10, 5));
    assertThat(records.calls()).containsExactly("create", "add");

    recorder.accept(answered("ada", 10, 5));
    assertThat(records.calls()).containsExactly("add");
  }

  @Test
  void attemptsAreCountedWhereTheyWereMadeAndTheCallWhereItEnded() throws Exception {
    Attempt failed = Planned.failed(STEPS.getFirst(), Kind.TIMEOUT);
    recorder.accept(
        ended(
            "ada",
            Outcome.ANSWERED,
            new Trail(List.of(failed))
                .plus(Planned.answered(STEPS.getLast(), 100, 20).attempts().getFirst())));

    Details left = Details.of(failed, false, true, false, true);
    assertThat(left.left()).isEqualTo(Map.of(Cause.TIMEOUT, 1L));
    assertThat(read(Optional.empty()))
        .containsExactlyInAnyOrder(
            new Counted(
                new Row(DAY, "acme", "ada", "chat", "azure/dear"),
                new Counts(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0).with(left)),
            new Counted(
                new Row(DAY, "acme", "ada", "chat", "other/cheap"),
                new Counts(1, 0, 1, 0, 0, 100, 0, 0, 20, 0, 120_000)
                    .with(
                        Details.of(
                                Planned.answered(STEPS.getLast(), 100, 20).attempts().getFirst(),
                                false,
                                true,
                                true,
                                false)
                            .plus(Details.ofCall(true, Duration.ZERO)))));
  }

  @Test
  void whatOlderProcessesHaveCountedSaysNothingOfWhy() {
    Counts older = Counts.read(Map.of("calls", 3L, "failed", 1L, "attempts", 4L));

    assertThat(older.details()).isEqualTo(Details.NONE);
    assertThat(older.details().quantileMs(0.5)).isEmpty();
    Counts both = older.plus(Counts.ofCall(true, Duration.ofMillis(80)));
    assertThat(both.calls()).isEqualTo(4);
    assertThat(both.details().calls()).isEqualTo(1);
  }

  @Test
  void whatIsCountedIsReadAsItWasWritten() {
    Details all = Details.NONE;
    for (Kind kind : Kind.values()) {
      all = all.plus(Details.of(Planned.failed(STEPS.getFirst(), kind), true, true, false, true));
    }
    all = all.plus(Details.ofCall(true, Duration.ofHours(1)));
    Counts counts = new Counts(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, all);

    assertThat(all.failed()).hasSize(Kind.values().length);
    assertThat(Counts.read(counts.counters())).isEqualTo(counts);
    assertThat(counts.counters()).hasSizeLessThan(RecordStore.MAX_COUNTERS);
  }

  @Test
  void quantilesAreOfAllProcessesTogether() {
    Details all = Details.NONE;
    for (int i = 0; i < 90; i++) {
      all = all.plus(Details.ofCall(true, Duration.ofMillis(200)));
    }
    for (int i = 0; i < 10; i++) {
      all = all.plus(Details.ofCall(true, Duration.ofMillis(4_000)));
    }
    all = all.plus(Details.ofCall(false, Duration.ofMinutes(9)));

    assertThat(all.timed()).isEqualTo(100);
    assertThat(all.quantileMs(0.5)).contains(100 + 150L * 50 / 90);
    assertThat(all.quantileMs(0.95)).contains(2_500 + 2_500L * 5 / 10);
    assertThat(all.plus(Details.ofCall(true, Duration.ofHours(1))).quantileMs(1)).isEmpty();
  }

  @Test
  void aTargetThatIsAskedAgainIsARetryAndOneThatTheCallerLeftIsNotJudged() {
    Attempt throttled = Planned.failed(STEPS.getFirst(), Kind.THROTTLED);
    List<Endings.Ending> endings =
        Endings.of(
            new Trail(List.of(throttled, throttled))
                .plus(Planned.answered(STEPS.getLast(), 1, 1).attempts().getFirst()),
            Outcome.ABANDONED);

    assertThat(endings).extracting(one -> one.details().retries()).containsExactly(0L, 1L, 0L);
    assertThat(endings)
        .extracting(one -> one.details().left())
        .containsExactly(Map.of(), Map.of(Cause.THROTTLED, 1L), Map.of());
    assertThat(endings).extracting(one -> one.details().judged()).containsExactly(1L, 1L, 0L);
  }

  @Test
  void callersReadTheirOwn() throws Exception {
    recorder.accept(answered("ada", 1, 1));
    recorder.accept(answered("bob", 2, 2));

    assertThat(read(Optional.of(Caller.of("bob", Optional.of("acme"), Optional.empty()))))
        .singleElement()
        .satisfies(one -> assertThat(one.counts().input()).isEqualTo(2));
    assertThat(read(Optional.of(new Caller("bob")))).isEmpty();
  }

  @Test
  void aWriteThatHappenedUnansweredIsCountedOnce() throws Exception {
    recorder.accept(answered("ada", 1, 0));
    records.leaveUnanswered(1);
    recorder.accept(answered("ada", 10, 0));
    recorder.accept(answered("ada", 100, 0));

    assertThat(read(Optional.empty()).getFirst().counts().input()).isEqualTo(111);
    assertThat(read(Optional.empty()).getFirst().counts().calls()).isEqualTo(3);
  }

  @Test
  void aFirstWriteThatHappenedUnansweredIsCountedOnce() throws Exception {
    records.leaveUnanswered(1);
    recorder.accept(answered("ada", 10, 0));
    assertThat(recorder.flush(Deadline.after(Duration.ofSeconds(5)))).isTrue();

    assertThat(read(Optional.empty()).getFirst().counts().input()).isEqualTo(10);
  }

  @Test
  void aWriteThatDidNotHappenGoesWithTheNext() throws Exception {
    records.lose(2);
    recorder.accept(answered("ada", 1, 0));
    recorder.accept(answered("ada", 10, 0));
    recorder.accept(answered("ada", 100, 0));

    assertThat(read(Optional.empty()).getFirst().counts().input()).isEqualTo(111);
  }

  @Test
  void processesAndThreadsLoseNothingWhateverIsNotAnswered() throws Exception {
    List<UsageRecorder> processes = List.of(process(), process(), process(), process());
    records.leaveUnanswered(20);
    records.lose(20);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        UsageRecorder process = processes.get(i % processes.size());
        threads.submit(() -> process.accept(answered("ada", 3, 2)));
      }
    }
    for (UsageRecorder process : processes) {
      while (!process.flush(Deadline.after(Duration.ofSeconds(5)))) {
        Thread.onSpinWait();
      }
    }

    Counts all = read(Optional.empty()).getFirst().counts();
    assertThat(all.calls()).isEqualTo(400);
    assertThat(all.input()).isEqualTo(1_200);
    assertThat(all.output()).isEqualTo(800);
  }
}
