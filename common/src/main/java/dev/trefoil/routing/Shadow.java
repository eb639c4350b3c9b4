package dev.trefoil.routing;

import java.util.List;

/**
 * Which of a route's calls are sent to standbys as well, so that these stay warm and are known to
 * work. What they answer is dropped.
 *
 * @param share of calls, above 0, at most 1
 * @param targets each of which gets a copy, in the order of the configuration
 * @param monthlyUsd what the copies of a month may cost together, in US dollars
 */
public record Shadow(double share, List<RouteTarget> targets, double monthlyUsd) {
  /** Of calls, where nothing is said. */
  public static final double SHARE = 0.05;

  public Shadow {
    targets = List.copyOf(targets);
  }

  /** The same, with the model that is asked for. */
  Shadow as(String model) {
    return new Shadow(share, targets.stream().map(target -> target.as(model)).toList(), monthlyUsd);
  }
}
