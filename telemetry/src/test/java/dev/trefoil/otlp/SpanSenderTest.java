package dev.trefoil.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.telemetry.TelemetrySettings;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans of several invocations that end at about the same time. */
@Timeout(60)
class SpanSenderTest {
  @Test
  void aFlushHasSentWhatEndedBeforeItThoughAnotherIsUnderWay() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        SpanSender sender = sender(receiver.endpoint())) {
      receiver.stall();
      end(sender, "first", 1);
      FutureTask<Boolean> one = flush(sender);
      Thread.ofPlatform().start(one);
      receiver.awaitStalled();

      end(sender, "second", 2);
      FutureTask<Boolean> two = flush(sender);
      Thread waiting = Thread.ofPlatform().start(two);
      while (waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      receiver.go();

      assertThat(two.get()).isTrue();
      assertThat(receiver.spans()).extracting(Span::getName).containsExactly("first", "second");
      assertThat(one.get()).isTrue();
    }
  }

  private static FutureTask<Boolean> flush(SpanSender sender) {
    return new FutureTask<>(() -> sender.flush(Deadline.after(Duration.ofSeconds(30))));
  }

  private static void end(SpanSender sender, String name, int number) {
    Traceparent own = Traceparent.of("%032x".formatted(number), number, true);
    sender.end(
        sender.begin(name, SpanKind.INTERNAL, own, Context.root(), Instant.EPOCH), Instant.EPOCH);
  }

  private static SpanSender sender(String endpoint) {
    URI traces = URI.create(endpoint + "/v1/traces");
    return new SpanSender(
        traces,
        new TelemetrySettings(
            Optional.of(traces),
            Optional.empty(),
            Map::of,
            false,
            false,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            64,
            Duration.ofHours(1),
            Map.of(),
            Map.of()),
        Resource.empty());
  }
}
