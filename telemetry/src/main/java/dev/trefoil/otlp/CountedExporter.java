package dev.trefoil.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Knows how many spans wait, and how many were lost. */
final class CountedExporter implements SpanExporter {
  private final SpanExporter exporter;
  private final Semaphore room;
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param most how many spans may wait, those of a batch under way among them
   */
  CountedExporter(SpanExporter exporter, int most) {
    this.exporter = exporter;
    this.room = new Semaphore(most);
  }

  /** Waits until one more span may wait. */
  void awaitRoom() {
    room.acquireUninterruptibly();
    added.incrementAndGet();
  }

  /** How many spans there were so far. */
  long added() {
    return added.get();
  }

  /** How many of them wait no more: batches go in the order in which spans were added. */
  long gone() {
    return gone.get();
  }

  /** How many spans were not taken by the receiver. */
  long lost() {
    return lost.get();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size(); // The collection is used again for the next batch.
    CompletableResultCode result;
    try {
      result = exporter.export(spans);
    } catch (RuntimeException e) {
      ended(count, false);
      throw e;
    }
    result.whenComplete(() -> ended(count, result.isSuccess()));
    return result;
  }

  private void ended(int count, boolean taken) {
    if (!taken) {
      lost.addAndGet(count);
    }
    gone.addAndGet(count);
    room.release(count);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
