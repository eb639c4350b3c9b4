#!/usr/bin/env bash
# Software: OpenTelemetry SDK for Java 1.68.0 (opentelemetry-sdk), its BatchSpanProcessor.
# Guess:    a forceFlush() that has succeeded has exported every span that ended before it was called.
# Seen:     while an earlier forceFlush() is under way, a later one is given that one's result. It succeeds as soon as the
#           earlier one does, and a span that ended between the two still waits for the next batch.
# Matters:  a function flushes at the end of each invocation and then stands still. Where it serves several at once, the
#           one that ends second is told that its spans are sent; they go with the next call, or never.
# Needs:    a JDK 21 or newer, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars io.opentelemetry:opentelemetry-sdk:1.68.0

cat >"$work/Main.java" <<'JAVA'
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class Main {
  /** A receiver that takes its time over the first batch. */
  static final class Slow implements SpanExporter {
    final CountDownLatch exporting = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      exporting.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        return CompletableResultCode.ofFailure();
      }
      spans.forEach(span -> names.add(span.getName()));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  public static void main(String[] args) throws Exception {
    Slow receiver = new Slow();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                BatchSpanProcessor.builder(receiver).setScheduleDelay(Duration.ofMinutes(10)).build())
            .build()) {
      Tracer tracer = provider.get("finding");
      tracer.spanBuilder("first").startSpan().end();
      CompletableResultCode one = provider.forceFlush();
      receiver.exporting.await();

      tracer.spanBuilder("second").startSpan().end();
      CompletableResultCode two = provider.forceFlush();
      receiver.go.countDown();

      one.join(10, TimeUnit.SECONDS);
      two.join(10, TimeUnit.SECONDS);
      System.out.println("the second flush succeeds: " + two.isSuccess());
      System.out.println("exported then: " + String.join(" ", receiver.names));
      provider.forceFlush().join(10, TimeUnit.SECONDS);
      System.out.println("exported after a third: " + String.join(" ", receiver.names));
    }
  }
}
JAVA
run_java
check "the second flush succeeds" true
check "exported then" first
check "exported after a third" "first second"
exit "$changed"
