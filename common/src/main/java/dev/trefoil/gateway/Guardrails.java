package dev.trefoil.gateway;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.auth.Caller;
import dev.trefoil.policy.Guarding;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks what calls ask and what is answered. Used by many threads at once. */
@FunctionalInterface
public interface Guardrails {
  /**
   * What checks one call.
   *
   * @param guarding what its route says
   * @param places that its words may not leave; empty for anywhere
   * @param found is told of each thing that is found, once
   */
  Guard guard(Guarding guarding, List<String> places, Call call, Consumer<GuardrailFinding> found);

  /**
   * Which guardrails a caller's calls pass: those of the route, and those of the caller's own.
   *
   * @param route what the route says; empty for nothing
   */
  default Optional<Guarding> of(Optional<Guarding> route, Caller caller) {
    return route;
  }
}
