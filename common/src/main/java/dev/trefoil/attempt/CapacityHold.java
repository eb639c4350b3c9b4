package dev.trefoil.attempt;

import dev.trefoil.chat.Usage;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.UsedCapacity;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Reserved;
import dev.trefoil.routing.Step;
import java.util.Optional;

/**
 * What an attempt takes of its target's provisioned capacity: as estimated, until it is known. One
 * that never ends has it for a minute.
 */
final class CapacityHold {
  private final UsedCapacity used;
  private final Reserved reserved;
  private final long second;

  private CapacityHold(UsedCapacity used, Reserved reserved) {
    this.used = used;
    this.reserved = reserved;
    this.second = used.begin(reserved.tokens());
  }

  /** Empty where nothing was bought of the target. */
  static Optional<CapacityHold> of(Step step, HealthBook health) {
    return step.reserved().isPresent()
        ? Optional.of(new CapacityHold(health.capacity(step.target()), step.reserved().get()))
        : Optional.empty();
  }

  void settle(Attempt attempt) {
    used.settle(second, reserved.tokens(), taken(attempt));
    Optional<ProviderException> throttle =
        attempt.failure().filter(failure -> failure.kind() == Kind.THROTTLED);
    if (throttle.isPresent()) {
      used.throttled(throttle.get().retryAfter());
    } else if (attempt.answered()) {
      used.answered();
    }
  }

  /** Of a failure it is known that it took nothing, unless the service was at work by then. */
  private long taken(Attempt attempt) {
    if (!attempt.usage().equals(Usage.NONE)) {
      return reserved.capacity().of(attempt.usage());
    }
    boolean refused =
        attempt
            .failure()
            .filter(
                failure ->
                    switch (failure.kind()) {
                      case TIMEOUT, TRUNCATED, RESPONSE_TOO_LARGE -> false;
                      default -> true;
                    })
            .isPresent();
    return refused ? 0 : reserved.tokens();
  }
}
