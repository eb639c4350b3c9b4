package dev.trefoil.config;

import dev.trefoil.policy.Capacity;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a target's {@code capacity}: what was bought of it beforehand. */
final class CapacityReader {
  private static final long MOST_TOKENS = 1L << 40;
  private static final double LEAST_SHARE = 0.01;
  private static final double HEAVIEST = 100;

  private CapacityReader() {}

  static Optional<Capacity> read(ConfigMap capacity) {
    if (!capacity.has("tokensPerMinute")) {
      capacity.mistake("tokensPerMinute", "is missing");
    }
    OptionalLong tokens = capacity.number("tokensPerMinute", 1, MOST_TOKENS);
    double share = capacity.decimal("share", LEAST_SHARE, 1).orElse(Capacity.SHARE);
    double weight = capacity.decimal("outputWeight", 0, HEAVIEST).orElse(1);
    capacity.refuseTheRest();
    return tokens.isPresent()
        ? Optional.of(new Capacity(tokens.getAsLong(), share, weight))
        : Optional.empty();
  }
}
