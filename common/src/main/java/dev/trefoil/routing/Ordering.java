package dev.trefoil.routing;

import dev.trefoil.health.Observations;
import dev.trefoil.health.Worth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a route's targets into the order of its strategy. Used by many threads at once. */
final class Ordering {
  private final Observations observations;
  private final RandomGenerator random;
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  Ordering(Observations observations, RandomGenerator random) {
    this.observations = observations;
    this.random = random;
  }

  /**
   * @param candidates in the order of the configuration
   * @param prefix by which a conversation is known again whose turns are to go to one target;
   *     chance is drawn from it then, so that every process draws the same
   */
  List<Candidate> order(Route route, List<Candidate> candidates, Optional<String> prefix) {
    int first = candidates.isEmpty() ? 0 : candidates.getFirst().place();
    if (candidates.stream().allMatch(candidate -> candidate.place() == first)) {
      return inOnePlace(route, candidates, prefix);
    }
    List<Candidate> ordered = new ArrayList<>(candidates.size());
    candidates.stream()
        .collect(Collectors.groupingBy(Candidate::place, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(place -> ordered.addAll(inOnePlace(route, place, prefix)));
    return ordered;
  }

  private List<Candidate> inOnePlace(
      Route route, List<Candidate> candidates, Optional<String> prefix) {
    if (candidates.size() < 2) {
      return candidates;
    }
    return switch (route.strategy()) {
      case NATIVE_FIRST -> nativeFirst(candidates);
      case ORDERED -> candidates;
      case ROUND_ROBIN ->
          prefix.isPresent() ? rendezvous(candidates, prefix.get()) : inTurn(route, candidates);
      case RANDOM ->
          prefix.isPresent() ? rendezvous(candidates, prefix.get()) : shuffled(candidates);
      case WEIGHTED ->
          prefix.isPresent()
              ? weighted(candidates, candidate -> share(prefix.get(), candidate))
              : weighted(candidates, candidate -> random.nextDouble());
      case LEAST_LATENCY -> fastestFirst(route, candidates);
      case CHEAPEST, CASCADE -> cheapestFirst(candidates);
      case VALUE -> worthiestFirst(route, candidates);
    };
  }

  private static List<Candidate> nativeFirst(List<Candidate> candidates) {
    return sorted(candidates, candidate -> candidate.isNative() ? 0 : 1);
  }

  private List<Candidate> inTurn(Route route, List<Candidate> candidates) {
    int turn =
        turns
            .computeIfAbsent(route.name(), name -> new AtomicInteger())
            .getAndUpdate(last -> last == Integer.MAX_VALUE ? 0 : last + 1);
    List<Candidate> turned = new ArrayList<>(candidates);
    Collections.rotate(turned, -(turn % candidates.size()));
    return turned;
  }

  private List<Candidate> shuffled(List<Candidate> candidates) {
    List<Candidate> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, Random.from(random));
    return shuffled;
  }

  /**
   * Draws without putting back, by the times of Poisson processes: the one of the largest weight is
   * likely to ring first. Weight 0 never rings.
   */
  private static List<Candidate> weighted(
      List<Candidate> candidates, ToDoubleFunction<Candidate> draw) {
    return sorted(
        candidates, candidate -> -Math.log(1 - draw.applyAsDouble(candidate)) / candidate.weight());
  }

  /** Each target first for as many prefixes as any other; one that goes moves only its own. */
  private static List<Candidate> rendezvous(List<Candidate> candidates, String prefix) {
    return sorted(candidates, candidate -> share(prefix, candidate));
  }

  /** From 0 to below 1, as if by chance, and the same in every process. */
  private static double share(String prefix, Candidate candidate) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, finished as SplittableRandom does.
    String text = prefix + candidate.target();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return new SplittableRandom(hash).nextDouble();
  }

  /**
   * Targets that were never seen to answer come first, so that they get to be known: the breaker
   * holds back those that never do.
   */
  private List<Candidate> fastestFirst(Route route, List<Candidate> candidates) {
    List<Candidate> fastest =
        sorted(
            shuffled(candidates),
            candidate -> observations.firstTokenMillis(candidate.target()).orElse(-1));
    if (random.nextDouble() < route.exploration()) {
      fastest.addFirst(fastest.remove(1 + random.nextInt(fastest.size() - 1)));
    }
    return fastest;
  }

  /**
   * Targets of which too little is known come after those that are known, by what the call is
   * likely to cost there; what explores begins with the one of which least is known.
   */
  private List<Candidate> worthiestFirst(Route route, List<Candidate> candidates) {
    List<Candidate> ordered =
        sorted(cheapestFirst(candidates), candidate -> usdAPass(route, candidate));
    if (random.nextDouble() < route.exploration()) {
      int other = lessKnown(route, ordered);
      ordered.addFirst(ordered.remove(other));
    }
    return ordered;
  }

  private double usdAPass(Route route, Candidate candidate) {
    Worth worth = observations.worth(route.name(), candidate.target());
    return worth.isKnown() && candidate.step().price().isPresent()
        ? worth.usdAPass(candidate.step().price().get())
        : Double.POSITIVE_INFINITY;
  }

  /**
   * One of which too little is known, by chance, since one that is never judged would otherwise
   * always be it; where enough is known of all, any but the first.
   */
  private int lessKnown(Route route, List<Candidate> ordered) {
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      if (!observations.worth(route.name(), ordered.get(i).target()).isKnown()) {
        unknown.add(i);
      }
    }
    return unknown.isEmpty()
        ? 1 + random.nextInt(ordered.size() - 1)
        : unknown.get(random.nextInt(unknown.size()));
  }

  private static List<Candidate> cheapestFirst(List<Candidate> candidates) {
    return sorted(
        nativeFirst(candidates), candidate -> candidate.cost().orElse(Double.POSITIVE_INFINITY));
  }

  /** By a key that is taken once for each; what has the same key stays as it is. */
  private static List<Candidate> sorted(
      List<Candidate> candidates, ToDoubleFunction<Candidate> key) {
    double[] keys = candidates.stream().mapToDouble(key).toArray();
    List<Candidate> sorted = new ArrayList<>(candidates.size());
    IntStream.range(0, keys.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> keys[i]))
        .forEach(i -> sorted.add(candidates.get(i)));
    return sorted;
  }
}
