package dev.trefoil.routing;

import dev.trefoil.policy.Capacity;
import java.util.Objects;

/**
 * The capacity of a target that was bought beforehand, and what a call is likely to take of it.
 *
 * @param tokens as the capacity counts them
 */
public record Reserved(Capacity capacity, long tokens) {
  public Reserved {
    Objects.requireNonNull(capacity, "capacity");
  }
}
