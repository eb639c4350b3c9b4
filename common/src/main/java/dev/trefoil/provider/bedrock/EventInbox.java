package dev.trefoil.provider.bedrock;

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

  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Subscription subscription;
  private volatile Throwable failure;
  private int taken;

  /**
   * The next event; blocks until there is one. To be called by one thread only.
   *
   * @return null at the end, good or bad; see {@link #failure()}
   */
  ConverseStreamOutput next() throws InterruptedException {
    Object next = queue.take();
    if (next == END) {
      return null;
    }
    taken++;
    if (taken == WINDOW / 2) {
      taken = 0;
      subscription.request(WINDOW / 2);
    }
    return (ConverseStreamOutput) next;
  }

  /** Waits for the end that follows the last event, so that the connection can be used again. */
  void drain() throws InterruptedException {
    while (next() != null) {
      // Nothing after the last event matters.
    }
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
