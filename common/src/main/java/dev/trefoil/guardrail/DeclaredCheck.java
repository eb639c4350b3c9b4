package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.routing.residency.Residency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A guardrail as it is declared.
 *
 * @param outcome what becomes of what it finds
 * @param unmask whether answers have again what was masked in their requests
 * @param refusesMedia whether it refuses requests with what it cannot look at
 * @param residency where it keeps what it is sent; empty for one that sends nothing, or sees to it
 *     itself
 * @param unitUsd what a unit of its service costs; empty for what is known
 */
record DeclaredCheck(
    String name,
    Outcome outcome,
    boolean unmask,
    boolean refusesMedia,
    Optional<Residency> residency,
    OptionalDouble unitUsd,
    Check check) {
  /** Of which no price is declared. */
  DeclaredCheck(
      String name,
      Outcome outcome,
      boolean unmask,
      boolean refusesMedia,
      Optional<Residency> residency,
      Check check) {
    this(name, outcome, unmask, refusesMedia, residency, OptionalDouble.empty(), check);
  }

  /** Whether what it is sent stays in some places; anywhere will do where there are none. */
  boolean keepsTo(List<String> places) {
    return places.isEmpty() || residency.isEmpty() || residency.get().keepsTo(places);
  }
}
