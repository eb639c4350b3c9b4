package dev.trefoil.aws.runtimeapi;

import dev.trefoil.emulators.lambda.RuntimeApiEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A loop on a Runtime API of its own, as a process would run it. */
final class RunningLoop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RuntimeApiEmulator api;
  private final RuntimeLoop loop;
  private final CompletableFuture<Void> ended;

  private RunningLoop(RuntimeApiEmulator api, int atOnce, InvocationHandler handler) {
    this.api = api;
    this.loop = new RuntimeLoop(RuntimeApi.at(api.address()), atOnce, handler);
    this.ended =
        CompletableFuture.runAsync(
            () -> {
              try {
                loop.run();
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofPlatform().name("loop").start(task));
  }

  static RunningLoop start(InvocationHandler handler) throws IOException {
    return start(1, 1, handler);
  }

  /**
   * Starts it.
   *
   * @param allowed how many invocations the API gives out at once
   * @param atOnce how many the loop takes
   */
  static RunningLoop start(int allowed, int atOnce, InvocationHandler handler) throws IOException {
    return new RunningLoop(RuntimeApiEmulator.start(allowed), atOnce, handler);
  }

  RuntimeApiEmulator api() {
    return api;
  }

  /** Has it end as a process is told to. */
  boolean end() throws InterruptedException {
    return loop.end(PATIENCE);
  }

  /** Waits until it has ended by itself; why, if not because it was told to. */
  Throwable awaitEnd() throws InterruptedException, TimeoutException {
    try {
      ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public void close() throws IOException {
    try {
      var unused = loop.end(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
