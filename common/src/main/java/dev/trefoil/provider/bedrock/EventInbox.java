package dev.trefoil.provider.bedrock;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.trefoil.provider.Grace;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * Hands a stream's events from the SDK's threads to the one that called us. At most {@link #WINDOW}
 * are asked for ahead of it, so a slow caller slows the service and no SDK thread ever waits.
 *
 * <p>The stream's end may be told several times and in several ways (the subscriber, the handler,
 * whose error method may be called twice, the call's future); the first counts.
 */
final class EventInbox implements ConverseStreamResponseHandler, Subscriber<ConverseStreamOutput> {
  private static final int WINDOW = 32;
  private static final Object END = new Object();

  /** The events asked for and the end always fit. */
  private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(WINDOW + 1);

  private final Runnable waiting;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Subscription subscription;
  private volatile Throwable failure;
  private int taken;
  private boolean over;

  /** Whether the end is awaited no longer than {@link #until}. */
  private boolean limited;

  private long until;

  /**
   * @param waiting is run before an event is waited for, on the thread that waits
   */
  EventInbox(Runnable waiting) {
    this.waiting = waiting;
  }

  /**
   * The next event; blocks until there is one. To be called by one thread only.
   *
   * @return null at the end, good or bad, see {@link #failure()}; and where the end was not awaited
   */
  ConverseStreamOutput next() throws InterruptedException {
    if (queue.isEmpty()) {
      waiting.run();
    }
    Object next = limited ? poll() : queue.take();
    over = next == END;
    if (next == null || over) {
      return null;
    }
    taken++;
    if (taken == WINDOW / 2) {
      taken = 0;
      subscription.request(WINDOW / 2);
    }
    return (ConverseStreamOutput) next;
  }

  private Object poll() throws InterruptedException {
    long wait = until - System.nanoTime();
    // A service that goes on and on would always have something waiting.
    return wait <= 0 ? null : queue.poll(wait, NANOSECONDS);
  }

  /**
   * To be told when the answer is complete: what may still follow, and the end, is awaited for so
   * long at most.
   */
  void limit(Duration time) {
    limited = true;
    until = System.nanoTime() + time.toNanos();
  }

  /**
   * Waits a little for the end that follows the last event, so that the connection can be used
   * again; nothing before it matters.
   */
  void drain() throws InterruptedException {
    limit(Grace.AFTER_END);
    for (int i = 0; i <= WINDOW && next() != null; i++) {
      // The service goes on after its last event.
    }
  }

  /** Whether the end has been taken. */
  boolean isOver() {
    return over;
  }

  /** What ended the stream; null if it ended well, which says nothing of the answer. */
  Throwable failure() {
    return failure;
  }

  /** Ends the stream, with a failure or with null; later calls do nothing. */
  void end(Throwable thrown) {
    if (ended.compareAndSet(false, true)) {
      failure = thrown;
      queue.add(END);
    }
  }

  @Override
  public void responseReceived(ConverseStreamResponse response) {}

  @Override
  public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(WINDOW);
  }

  @Override
  public void onNext(ConverseStreamOutput event) {
    if (!ended.get()) {
      queue.add(event);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end(thrown);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  @Override
  public void exceptionOccurred(Throwable thrown) {
    // The subscriber hears of it after the events before it, or the call's future does.
  }

  @Override
  public void complete() {}
}
