package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The loop of a runtime, as often as the platform sends invocations at once: "Initialize a pool of
 * workers (threads, processes, or async tasks) equal to the concurrency limit" ("Building custom
 * runtimes for Lambda Managed Instances").
 */
public final class RuntimeLoop {
  private static final System.Logger LOG = System.getLogger(RuntimeLoop.class.getName());

  private final List<Worker> workers = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch ended;

  /**
   * @param atOnce how many invocations the platform sends at the same time
   */
  public RuntimeLoop(RuntimeApi api, int atOnce, InvocationHandler handler) {
    for (int i = 0; i < atOnce; i++) {
      workers.add(new Worker(api, handler));
    }
    ended = new CountDownLatch(atOnce);
  }

  /**
   * Answers invocations until it is stopped. A single one at a time is answered by this thread.
   *
   * @throws IOException when the Runtime API is of no use any more: the process has to end
   */
  public void run() throws IOException, InterruptedException {
    for (int i = 1; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      Thread.ofPlatform().name("trefoil-invocations-", i).start(() -> run(worker));
    }
    run(workers.getFirst());
    ended.await();
    if (failure.get() != null) {
      throw new IOException("no more invocations can be answered", failure.get());
    }
  }

  private void run(Worker worker) {
    try {
      worker.run();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      ended.countDown();
      // One that can go on no longer cannot be replaced: the process is.
      if (failure.get() != null) {
        stop();
      }
    }
  }

  /**
   * Takes no more invocations, and waits for those that are under way.
   *
   * @return whether all of them have ended
   */
  public boolean end(Duration grace) throws InterruptedException {
    stop();
    return ended.await(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stop() {
    for (Worker worker : workers) {
      try {
        worker.stop();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a connection does not close", e);
      }
    }
  }
}
