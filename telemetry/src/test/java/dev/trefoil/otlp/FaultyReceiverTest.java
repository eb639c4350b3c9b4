package dev.trefoil.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CallSpan;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.CallEvent.AttemptTimes;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Operation;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.gateway.QueuedConsumer;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import dev.trefoil.telemetry.OnFirstCall;
import dev.trefoil.telemetry.TelemetrySettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver that is down, slow or refuses: what waits is bounded, and what is lost is counted. */
@Timeout(120)
class FaultyReceiverTest {
  private static final int CALLS_IN_QUEUE = 100;
  private static final int SPANS_IN_QUEUE = 64;

  private final AtomicReference<QueuedConsumer> queue = new AtomicReference<>();
  private OtlpReceiver receiver;
  private OnFirstCall sender;

  @BeforeEach
  void start() throws Exception {
    receiver = OtlpReceiver.start();
  }

  @AfterEach
  void stop() {
    sender.close();
    receiver.close();
  }

  @Test
  void behindAReceiverThatStallsCallsAreDroppedWholeAndCounted() throws Exception {
    receiver.stall();
    send(receiver.endpoint());
    int calls = 1_000;
    for (int i = 0; i < SPANS_IN_QUEUE; i++) {
      queue.get().accept(call(i));
    }
    receiver.awaitStalled();
    for (int i = SPANS_IN_QUEUE; i < calls; i++) {
      queue.get().accept(call(i));
    }

    assertThat(queue.get().flush(Deadline.after(Duration.ofMillis(1)))).isFalse();
    long dropped = queue.get().dropped();
    assertThat(dropped)
        .isGreaterThanOrEqualTo(calls - CALLS_IN_QUEUE - SPANS_IN_QUEUE)
        .isLessThan(calls);

    receiver.go();
    assertThat(queue.get().flush(Deadline.after(Duration.ofSeconds(60)))).isTrue();
    assertThat(queue.get().dropped()).isEqualTo(dropped);
    assertThat(receiver.traces()).isEqualTo(calls - dropped);
    assertThat(receiver.spans()).hasSize((int) (2 * (calls - dropped)));
    assertThat(receiver.metrics().get("trefoil.telemetry.dropped_calls").getSum())
        .satisfies(sum -> assertThat(sum.getDataPoints(0).getAsInt()).isEqualTo(dropped));
  }

  @Test
  void whatAReceiverRefusesIsLostAndCounted() throws Exception {
    receiver.refuse(400);
    send(receiver.endpoint());
    for (int i = 0; i < 50; i++) {
      queue.get().accept(call(i));
    }
    // Of what is lost nothing waits any more; metrics go on being due.
    assertThat(queue.get().flush(Deadline.after(Duration.ofSeconds(60)))).isFalse();
    assertThat(receiver.spans()).isEmpty();

    receiver.refuse(200);
    assertThat(queue.get().flush(Deadline.after(Duration.ofSeconds(60)))).isTrue();
    assertThat(receiver.metrics().get("trefoil.telemetry.lost_spans").getSum().getDataPoints(0))
        .satisfies(point -> assertThat(point.getAsInt()).isEqualTo(100));
    assertThat(queue.get().dropped()).isZero();
  }

  @Test
  void withoutAReceiverNoCallWaitsAndAFlushEndsInTime() throws Exception {
    String nobody = receiver.endpoint();
    receiver.close();
    send(nobody, Optional.empty());
    for (int i = 0; i < 1_000; i++) {
      queue.get().accept(call(i));
    }

    assertThat(queue.get().flush(Deadline.after(Duration.ofMillis(1)))).isFalse();
  }

  private void send(String endpoint) {
    send(endpoint, Optional.of(URI.create(endpoint + "/v1/metrics")));
  }

  private void send(String endpoint, Optional<URI> metrics) {
    sender =
        new OnFirstCall(
            new TelemetrySettings(
                Optional.of(URI.create(endpoint + "/v1/traces")),
                metrics,
                Map::of,
                false,
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                SPANS_IN_QUEUE,
                Duration.ofHours(1),
                Map.of("service.name", "test"),
                Map.of("one", "openai")),
            () -> queue.get().dropped());
    queue.set(new QueuedConsumer(sender, CALLS_IN_QUEUE));
  }

  private static CallEnded call(int number) {
    Traceparent own = Traceparent.of("%032x".formatted(number + 1), number + 1, true);
    Subject subject =
        new Subject(
            "id-" + number,
            new Caller("x"),
            Optional.of(own),
            "chat",
            false,
            Instant.EPOCH,
            Operation.CHAT,
            Optional.of(new CallSpan(own, Optional.empty())));
    Attempt attempt =
        new Attempt(
            new Target("one", "m"),
            Attempt.OK,
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(3),
            Optional.empty(),
            Optional.of(Duration.ofMillis(2)),
            new Usage(5, 7),
            false,
            OptionalDouble.empty(),
            Breaker.State.CLOSED,
            "unknown");
    return new CallEnded(
        subject,
        Outcome.ANSWERED,
        new Trail(List.of(attempt)),
        Duration.ofMillis(4),
        Optional.empty(),
        List.of(new AttemptTimes(1, attempt, Duration.ofMillis(1), Duration.ofMillis(4))));
  }
}
