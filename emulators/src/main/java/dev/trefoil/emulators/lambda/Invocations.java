package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Those that wait, and those that are under way; a runtime is in one of three states. */
final class Invocations {
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_MILLIS = 20;

  private final int atOnce;
  private final Deque<EmulatedInvocation> waiting = new ArrayDeque<>();
  private final Map<String, EmulatedInvocation> underWay = new HashMap<>();
  private final CompletableFuture<Outcome.Failed> initError = new CompletableFuture<>();
  private int asking;
  private boolean started;

  /**
   * @param atOnce how many a runtime may be working on
   */
  Invocations(int atOnce) {
    this.atOnce = atOnce;
  }

  synchronized void submit(EmulatedInvocation invocation) {
    waiting.addLast(invocation);
    notifyAll();
  }

  synchronized void awaitWaiting(int count) throws InterruptedException {
    while (asking < count) {
      wait();
    }
  }

  Outcome.Failed initError() throws IOException, InterruptedException {
    try {
      return initError.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no error of the start was told", e);
    }
  }

  /** Notes that the runtime cannot start; false where it has started, or has said so before. */
  synchronized boolean failStart(Outcome.Failed error) {
    return !started && initError.complete(error);
  }

  /**
   * Whether another may be asked for: not when as many as allowed are asked for or under way, and
   * not after the start has failed.
   */
  synchronized boolean mayAsk() {
    if (asking + underWay.size() >= atOnce || initError.isDone()) {
      return false;
    }
    started = true;
    asking++;
    notifyAll();
    return true;
  }

  /** Waits for the next, as long as somebody is there to take it. */
  synchronized Optional<EmulatedInvocation> take(BooleanSupplier alive)
      throws InterruptedException {
    try {
      while (waiting.isEmpty() && alive.getAsBoolean()) {
        wait(LOOK_MILLIS);
      }
      if (!alive.getAsBoolean()) {
        return Optional.empty();
      }
      EmulatedInvocation taken = waiting.removeFirst();
      underWay.put(taken.id(), taken);
      taken.isTaken();
      return Optional.of(taken);
    } finally {
      asking--;
    }
  }

  /** The one of an id that has had no response yet and no error. */
  synchronized Optional<EmulatedInvocation> begin(String id) {
    return Optional.ofNullable(underWay.get(id)).filter(EmulatedInvocation::begin);
  }

  synchronized void ended(EmulatedInvocation invocation) {
    underWay.remove(invocation.id());
  }
}
