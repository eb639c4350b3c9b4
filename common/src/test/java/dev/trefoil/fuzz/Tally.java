package dev.trefoil.fuzz;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Counts what came of many calls, and keeps the first that went wrong. Used by many threads. */
final class Tally {
  private static final int MOST_KEPT = 20;

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  synchronized void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** Keeps a description of what is not as it must be. */
  void wrong(String description) {
    count("WRONG");
    if (wrong.size() < MOST_KEPT) {
      wrong.add(description);
    }
  }

  Queue<String> wrongs() {
    return wrong;
  }

  synchronized int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(entry -> "  %-60s %6d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
