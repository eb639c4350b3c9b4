package dev.trefoil.health;

import dev.trefoil.policy.Target;
import java.util.HashMap;
import java.util.Map;

/**
 * What targets are worth in each route: what the fleet's record said when it was last read, and
 * what this process has seen since. Used by many threads at once.
 */
public final class Worths {
  private static final int MOST = 1000;

  private final RecentMap<At, Worth> seen = new RecentMap<>(MOST);
  private volatile Map<At, Worth> fleet = Map.of();

  /** A target as a route asks it. */
  public record At(String route, Target target) {}

  /** An attempt of this process's has ended. */
  public void add(At at, Worth more) {
    seen.merge(at, more, Worth::plus);
  }

  /** What this process has seen: to be taken before the fleet's record is read. */
  public Map<At, Worth> seen() {
    return seen.all();
  }

  /**
   * The fleet's record was read, in which what this process had seen before is counted too.
   *
   * @param counted what that is
   */
  public void learn(Map<At, Worth> record, Map<At, Worth> counted) {
    fleet = new HashMap<>(record);
    counted.forEach((at, before) -> seen.merge(at, before, (now, old) -> now.since(old)));
  }

  Worth of(At at) {
    Worth own = seen.get(at).orElse(Worth.NONE);
    Worth others = fleet.get(at);
    return others == null ? own : others.plus(own);
  }

  void clear() {
    seen.clear();
    fleet = Map.of();
  }
}
