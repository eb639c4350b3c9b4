// The queue trigger's part of the Functions host: polls, calls, deletes, and gives up in the end.
package dev.trefoil.local.azure.worker;

import dev.trefoil.local.azure.worker.StorageQueue.Message;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Feeds one function from its queue. */
final class QueueTriggers {
  /** host.json's defaults: batchSize, and as many again from newBatchThreshold. */
  private static final int BATCH = 16;

  private static final int MOST_AT_ONCE = 24;
  private static final long PAUSE_MILLIS = 200;

  private final FunctionApp app;
  private final QueueFunction function;
  private final StorageQueue queue;
  private final StorageQueue poison;
  private final int maxDequeueCount;
  private final int hiddenSeconds;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService workerThreads = Executors.newCachedThreadPool();

  /**
   * @param hiddenSeconds how long a message stays hidden whose worker has died; 600 on the real
   *     host
   */
  QueueTriggers(
      FunctionApp app, QueueFunction function, Map<String, String> settings, int hiddenSeconds) {
    this.app = app;
    this.function = function;
    this.queue = new StorageQueue(function.service(), function.queue(), settings);
    this.poison = new StorageQueue(function.service(), function.queue() + "-poison", settings);
    this.maxDequeueCount = app.maxDequeueCount();
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
      if (call(message)) {
        queue.delete(message);
      } else if (message.dequeueCount() >= maxDequeueCount) {
        poison.put(message.text());
        queue.delete(message);
      } else {
        queue.show(message);
      }
    } catch (IOException e) {
      System.err.println("a message of " + function.queue() + " comes back: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private boolean call(Message message) {
    Thread.currentThread().setContextClassLoader(function.loader());
    Map<String, String> metadata =
        Map.of(
            "Id", message.id(),
            "PopReceipt", message.popReceipt(),
            "DequeueCount", String.valueOf(message.dequeueCount()));
    try {
      Object instance = app.injector().getInstance(function.method().getDeclaringClass());
      function
          .method()
          .invoke(
              instance,
              function.arguments(
                  StorageQueue.decoded(message.text()),
                  metadata,
                  WorkerContext.of(function.name(), "")));
      return true;
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
    } catch (Exception e) {
      e.printStackTrace();
    }
    return false;
  }
}
