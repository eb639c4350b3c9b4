package dev.trefoil.target;

import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** What this process knows of all targets that it has called. Used by many threads at once. */
public final class HealthBook implements Observations {
  /**
   * A caller can name any model of a service: what comes after these is known for one call only.
   */
  private static final int MOST_TARGETS = 1000;

  private static final double NEWEST = 0.1;

  /** A count that is further off than this is of something else than the prompt's text. */
  private static final double FURTHEST = 8;

  private final BreakerSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<Target, TargetHealth> targets = new ConcurrentHashMap<>();
  private final Map<String, Double> tokens = new ConcurrentHashMap<>();

  public HealthBook(BreakerSettings settings, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /** What is known of a target; of one that was never called, nothing yet. */
  public TargetHealth of(Target target) {
    TargetHealth known = targets.get(target);
    if (known != null) {
      return known;
    }
    return targets.size() < MOST_TARGETS
        ? targets.computeIfAbsent(target, ignored -> unknown())
        : unknown();
  }

  /** All targets that something is known of. */
  public Map<Target, TargetHealth> all() {
    return Map.copyOf(targets);
  }

  /** Forgets everything: a restored snapshot must not know what was true when it was taken. */
  public void clear() {
    targets.clear();
    tokens.clear();
  }

  /** A service has counted a prompt that was estimated before; both above 0. */
  public void counted(String family, long estimated, long actual) {
    double ratio = (double) actual / estimated;
    if (ratio < FURTHEST && ratio > 1 / FURTHEST && tokens.size() < MOST_TARGETS) {
      tokens.merge(family, ratio, (known, newest) -> known + NEWEST * (newest - known));
    }
  }

  @Override
  public OptionalDouble firstTokenMillis(Target target) {
    TargetHealth known = targets.get(target);
    return known == null ? OptionalDouble.empty() : known.firstTokenMillis();
  }

  @Override
  public double tokensPerEstimate(String family) {
    return tokens.getOrDefault(family, 1.0);
  }

  private TargetHealth unknown() {
    return new TargetHealth(new Breaker(settings, clock, random), clock);
  }
}
