package dev.trefoil.health;

import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * What this process knows of the targets that it has called: of the thousand that calls, plans and
 * probes have named last. A caller can name any model of a service, and a pattern's route makes
 * models of callers' words; whatever is in use is named by each of its calls and stays. Used by
 * many threads at once.
 */
public final class HealthBook implements Observations {
  private static final int MOST_TARGETS = 1000;

  /** How long what a service has refused is kept from it. */
  private static final Duration LEARNED_FOR = Duration.ofMinutes(10);

  private static final int MOST_LIMITS = 16;

  private static final int MOST_CONVERSATIONS = 10_000;

  /** As long as services keep a prompt that is not asked for again, where nothing more is said. */
  public static final Duration HELD_FOR = Duration.ofMinutes(5);

  private static final double NEWEST = 0.1;

  /** A count that is further off than this is of something else than the prompt's text. */
  private static final double FURTHEST = 8;

  private final BreakerSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RecentMap<Target, TargetHealth> targets = new RecentMap<>(MOST_TARGETS);
  private final RecentMap<String, Double> tokens = new RecentMap<>(MOST_TARGETS);
  private final RecentMap<Target, List<Learned>> learned = new RecentMap<>(MOST_TARGETS);

  private final RecentMap<String, Held> holders = new RecentMap<>(MOST_CONVERSATIONS);

  private final Worths worths = new Worths();

  private final RecentMap<Target, UsedCapacity> capacities = new RecentMap<>(MOST_TARGETS);

  private record Held(Target target, Instant until) {}

  private record Learned(LearnedLimit limit, Instant until) {}

  public HealthBook(BreakerSettings settings, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /** What is known of a target; of one that was never called, nothing yet. */
  public TargetHealth of(Target target) {
    return targets.get(target, this::unknown);
  }

  /** All targets that something is known of. */
  public Map<Target, TargetHealth> all() {
    return targets.all();
  }

  /** Forgets everything: a restored snapshot must not know what was true when it was taken. */
  public void clear() {
    targets.clear();
    tokens.clear();
    learned.clear();
    holders.clear();
    capacities.clear();
    worths.clear();
  }

  /** What targets are worth in each route. */
  public Worths worths() {
    return worths;
  }

  @Override
  public Worth worth(String route, Target target) {
    return worths.of(new Worths.At(route, target));
  }

  /** What is used of what was bought of a target beforehand. */
  public UsedCapacity capacity(Target target) {
    return capacities.get(target, () -> new UsedCapacity(clock));
  }

  @Override
  public boolean hasRoom(Target target, long more, long limit) {
    return capacity(target).hasRoom(more, limit);
  }

  /** A service has counted a prompt that was estimated before; both above 0. */
  public void counted(String family, long estimated, long actual) {
    double ratio = (double) actual / estimated;
    if (ratio < FURTHEST && ratio > 1 / FURTHEST) {
      tokens.merge(family, ratio, (known, newest) -> known + NEWEST * (newest - known));
    }
  }

  /** A service has refused what others may take; of one target the 16 newest are known. */
  public void learn(Target target, LearnedLimit limit) {
    Instant now = clock.instant();
    learned.merge(
        target,
        List.of(new Learned(limit, now.plus(LEARNED_FOR))),
        (known, more) -> {
          List<Learned> all = new ArrayList<>(more);
          known.stream()
              .filter(old -> !old.limit().equals(limit) && old.until().isAfter(now))
              .limit(MOST_LIMITS - 1)
              .forEach(all::add);
          return List.copyOf(all);
        });
  }

  /**
   * A target has answered a turn of a conversation whose prompt is expected to be kept.
   *
   * @param lifetime how long, if it is not asked for again
   */
  public void held(String prefix, Target target, Duration lifetime) {
    holders.merge(
        prefix, new Held(target, clock.instant().plus(lifetime)), (known, newest) -> newest);
  }

  /** Another process says so, whose word counts while it is newer. */
  public void heldElsewhere(String prefix, Target target, Instant until) {
    holders.merge(
        prefix,
        new Held(target, until),
        (known, other) -> other.until().isAfter(known.until()) ? other : known);
  }

  @Override
  public Optional<Target> holder(String prefix) {
    return holders
        .get(prefix)
        .filter(held -> held.until().isAfter(clock.instant()))
        .map(Held::target);
  }

  @Override
  public List<LearnedLimit> limits(Target target) {
    Optional<List<Learned>> known = learned.get(target);
    if (known.isEmpty()) {
      return List.of();
    }
    Instant now = clock.instant();
    return known.get().stream()
        .filter(each -> each.until().isAfter(now))
        .map(Learned::limit)
        .toList();
  }

  @Override
  public OptionalDouble firstTokenMillis(Target target) {
    return targets.get(target).map(TargetHealth::firstTokenMillis).orElseGet(OptionalDouble::empty);
  }

  @Override
  public double tokensPerEstimate(String family) {
    return tokens.get(family).orElse(1.0);
  }

  private TargetHealth unknown() {
    return new TargetHealth(new Breaker(settings, clock, random), clock);
  }
}
