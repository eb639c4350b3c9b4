// The queue trigger's part of the Functions host: polls, calls, deletes, and gives up in the end.
package dev.trefoil.local.azure.worker;

import dev.trefoil.local.azure.worker.StorageQueue.Message;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Feeds one function from its queue. */
final class QueueTriggers {
  /** host.json's defaults: batchSize, and as many again from newBatchThreshold. */
  private static final int BATCH = 16;

  private static final int MOST_AT_ONCE = 24;
  private static final long PAUSE_MILLIS = 200;

  private final QueueFunction function;
  private final Loaded.Ready ready;
  private final QueueOptions options;
  private final StorageQueue queue;
  private final StorageQueue poison;
  private final int hiddenSeconds;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService workerThreads = Executors.newCachedThreadPool();

  /**
   * @param hiddenSeconds how long a message stays hidden whose worker has died; 600 on the real
   *     host
   */
  QueueTriggers(
      QueueFunction function,
      Loaded.Ready ready,
      QueueOptions options,
      Map<String, String> settings,
      int hiddenSeconds) {
    this.function = function;
    this.ready = ready;
    this.options = options;
    this.queue = new StorageQueue(function.service(), function.queue(), settings);
    this.poison = new StorageQueue(function.service(), function.queue() + "-poison", settings);
    this.hiddenSeconds = hiddenSeconds;
  }

  void start() {
    Thread.ofPlatform().daemon().name("poll " + function.queue()).start(this::poll);
  }

  private void poll() {
    try {
      while (true) {
        free.acquire();
        int more = free.drainPermits();
        int most = Math.min(BATCH, more + 1);
        List<Message> messages = get(most);
        free.release(more + 1 - messages.size());
        for (Message message : messages) {
          workerThreads.execute(() -> deliver(message));
        }
        if (messages.isEmpty()) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The queue is made, or the emulator started, a moment after the worker: no word about that. */
  private List<Message> get(int most) throws InterruptedException {
    try {
      return queue.get(most, hiddenSeconds);
    } catch (IOException e) {
      return List.of();
    }
  }

  private void deliver(Message message) {
    try {
      Optional<byte[]> body = MessageBody.of(message.text(), options.base64());
      if (body.isEmpty()) {
        System.err.println("a message of " + function.queue() + " is not in base64");
        bury(message);
      } else if (call(message, body.get())) {
        queue.delete(message);
      } else if (message.dequeueCount() >= options.maxDequeueCount()) {
        bury(message);
      } else {
        queue.show(message, options.visibilityTimeout());
      }
    } catch (IOException e) {
      System.err.println("a message of " + function.queue() + " comes back: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /** Puts it on the poison queue as it is; for what cannot be decoded that is done at once. */
  private void bury(Message message) throws IOException, InterruptedException {
    poison.put(message.text());
    queue.delete(message);
  }

  private boolean call(Message message, byte[] body) {
    try {
      String text = MessageBody.text(body);
      Object[] arguments =
          QueueFunction.arguments(
              ready.method(),
              text,
              TriggerMetadata.of(message, text),
              WorkerContext.of(function.name(), ""));
      ready.method().invoke(ready.newInstance(), arguments);
      return true;
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
    } catch (Exception e) {
      e.printStackTrace();
    }
    return false;
  }
}
