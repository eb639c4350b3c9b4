package dev.trefoil.conversation;

import dev.trefoil.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Reads several things of a store at once, so that together they take little longer than one. */
final class AtOnce {
  private static final int MOST = 8;

  private AtOnce() {}

  /** One read. */
  @FunctionalInterface
  interface Read<T, R> {
    R of(T from) throws StoreException;
  }

  /**
   * The results, in order.
   *
   * @throws StoreException the first in order that failed; the others are not waited for
   */
  static <T, R> List<R> map(List<T> from, Read<T, R> read) throws StoreException {
    List<R> results = new ArrayList<>(from.size());
    if (from.size() < 2) {
      for (T one : from) {
        results.add(read.of(one));
      }
      return results;
    }
    ThreadFactory threads = Thread.ofVirtual().name("trefoil-reads-", 0).factory();
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(MOST, from.size()), threads);
    try {
      List<Future<R>> begun = new ArrayList<>(from.size());
      for (T one : from) {
        begun.add(pool.submit(() -> read.of(one)));
      }
      for (Future<R> one : begun) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StoreException store -> throw store;
        case RuntimeException fault -> throw fault;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unreachable("the store was not waited for: the call ends", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
