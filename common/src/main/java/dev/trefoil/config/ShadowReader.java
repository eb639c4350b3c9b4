package dev.trefoil.config;

import dev.trefoil.routing.RouteTarget;
import dev.trefoil.routing.Shadow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Reads a route's {@code shadow}: which of its calls are sent to standbys as well. */
final class ShadowReader {
  private static final double LEAST_SHARE = 0.0001;
  private static final double MOST_USD = 1_000_000;

  private ShadowReader() {}

  /**
   * @param target reads one, with the route's limits
   */
  static Optional<Shadow> read(
      ConfigMap shadow, Function<ConfigItem, Optional<RouteTarget>> target) {
    if (!shadow.has("monthlyUsd")) {
      shadow.mistake("monthlyUsd", "is missing: what the copies of a month may cost");
    }
    OptionalDouble share = shadow.decimal("share", LEAST_SHARE, 1);
    OptionalDouble monthly = shadow.decimal("monthlyUsd", 0, MOST_USD);
    List<RouteTarget> targets =
        shadow.items("targets").stream().flatMap(item -> target.apply(item).stream()).toList();
    shadow.refuseTheRest();
    return monthly.isPresent() && !targets.isEmpty()
        ? Optional.of(new Shadow(share.orElse(Shadow.SHARE), targets, monthly.getAsDouble()))
        : Optional.empty();
  }
}
