// When a table's items end.
package dev.trefoil.emulators.dynamodb;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A table's time to live.
 *
 * @param attribute in which items have their end, in seconds since 1970; absent while it is off
 * @param changedAt when it was last turned on or off, if ever
 */
record TimeToLive(Optional<String> attribute, Optional<Instant> changedAt) {
  static final TimeToLive OFF = new TimeToLive(Optional.empty(), Optional.empty());

  /**
   * How long one change takes, during which there is no other (UpdateTimeToLive, API Reference).
   */
  private static final Duration CHANGE = Duration.ofHours(1);

  private static final int OLDEST_YEARS = 5;

  /**
   * Turned on or off.
   *
   * @throws Refusal when it is so already, or has been changed just now
   */
  TimeToLive changed(boolean enabled, String name, Instant now) {
    if (enabled && attribute.isPresent()) {
      throw Refusal.invalid(
          attribute.get().equals(name)
              ? "TimeToLive is already enabled"
              : "TimeToLive is active on a different AttributeName: current AttributeName is "
                  + attribute.get());
    }
    if (!enabled && attribute.isEmpty()) {
      throw Refusal.invalid("TimeToLive is already disabled");
    }
    if (!enabled && !attribute.get().equals(name)) {
      throw Refusal.invalid(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + attribute.get());
    }
    if (changedAt.filter(at -> now.isBefore(at.plus(CHANGE))).isPresent()) {
      throw Refusal.invalid(
          "Time to live has been modified multiple times within a fixed interval");
    }
    return new TimeToLive(enabled ? Optional.of(name) : Optional.empty(), Optional.of(now));
  }

  /**
   * Whether an item has ended. One without a number there never does; nor does one whose end is
   * more than five years past ("How it works: DynamoDB Time to Live", DynamoDB Developer Guide).
   */
  boolean hasEnded(Value.Document item, Instant now) {
    return attribute
        .map(name -> item.values().get(name))
        .filter(Value.Numeric.class::isInstance)
        .map(value -> ((Value.Numeric) value).number())
        .filter(end -> end.compareTo(BigDecimal.valueOf(now.getEpochSecond())) < 0)
        .filter(end -> end.compareTo(BigDecimal.valueOf(oldest(now))) > 0)
        .isPresent();
  }

  private static long oldest(Instant now) {
    return now.atOffset(ZoneOffset.UTC).minusYears(OLDEST_YEARS).toEpochSecond();
  }
}
