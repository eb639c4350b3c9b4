package dev.trefoil.routing.residency;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where something keeps what it is sent.
 *
 * @param places all that it may be in, of {@link Places#NAMES}; empty where that is not known
 */
public record Residency(Set<String> places) {
  /** Nothing is known, so it may be anywhere. */
  public static final Residency UNKNOWN = new Residency(Set.of());

  public Residency {
    places = Collections.unmodifiableSet(new TreeSet<>(places));
  }

  public static Residency of(String place) {
    return new Residency(Set.of(place));
  }

  /** Whether it certainly stays within these places. What is not known certainly does not. */
  public boolean keepsTo(Collection<String> permitted) {
    return !places.isEmpty()
        && places.stream().allMatch(place -> Places.isWithin(place, permitted));
  }

  /** Where a call goes that passes through both. */
  Residency and(Residency other) {
    if (places.isEmpty() || other.places.isEmpty()) {
      return UNKNOWN;
    }
    Set<String> both = new TreeSet<>(places);
    both.addAll(other.places);
    return new Residency(both);
  }

  /** As the log says it: {@code eu}, {@code ca+us}, {@code unknown}. */
  @Override
  public String toString() {
    return places.isEmpty() ? "unknown" : String.join("+", places);
  }
}
