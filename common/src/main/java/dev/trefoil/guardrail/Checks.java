package dev.trefoil.guardrail;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.gateway.GuardrailException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All checks of one side of one call, each with its stand-ins. What is found is told once, however
 * often it is found again. For the thread that makes the call.
 */
final class Checks {
  private static final System.Logger LOG = System.getLogger(Checks.class.getName());

  private final List<List<DeclaredCheck>> entries;
  private final List<String> places;
  private final boolean closed;
  private final Call call;
  private final Consumer<GuardrailFinding> listener;
  private final Set<GuardrailFinding> told = new LinkedHashSet<>();

  /**
   * What one check has found, of which nothing is refused.
   *
   * @param masked what is to be replaced, by the order of the texts
   */
  record Looked(DeclaredCheck check, List<Found> masked) {}

  /**
   * @param places that the call's words may not leave; empty for anywhere
   * @param closed whether nothing may pass unchecked
   */
  Checks(
      List<List<DeclaredCheck>> entries,
      List<String> places,
      boolean closed,
      Call call,
      Consumer<GuardrailFinding> listener) {
    this.entries = entries;
    this.places = places;
    this.closed = closed;
    this.call = call;
    this.listener = listener;
  }

  List<List<DeclaredCheck>> entries() {
    return entries;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Whether anything that is found is kept from being shown, or anything that cannot be looked at.
   */
  boolean hold() {
    return entries.stream()
        .flatMap(List::stream)
        .anyMatch(
            check -> check.outcome() != Outcome.FLAG || closed && check.residency().isPresent());
  }

  /** All that was told. */
  List<GuardrailFinding> findings() {
    return List.copyOf(told);
  }

  /**
   * Lets one check look, or else the next that stands in for it.
   *
   * @param passed up to where texts were judged before: what ends there is of no interest
   * @return where none can be had, and the route lets that pass: what one has found that looked at
   *     a part; else empty
   * @throws RefusedException when something is found that is refused
   * @throws GuardrailException when none can be had, and the route does not let that pass
   */
  Optional<Looked> look(List<DeclaredCheck> entry, List<String> texts, int passed, Side side)
      throws GuardrailException, RefusedException {
    Optional<Looked> partly = Optional.empty();
    for (DeclaredCheck check : entry) {
      if (!check.keepsTo(places)) {
        continue;
      }
      try {
        return Optional.of(judge(check, check.check().find(texts, side, call), passed, side));
      } catch (UncheckedTextException e) {
        LOG.log(
            Level.WARNING, "the guardrail " + check.name() + " cannot be had: " + e.getMessage());
        if (!e.found().isEmpty()) {
          partly = Optional.of(judge(check, e.found(), passed, side));
        }
      }
    }
    String name = entry.getFirst().name();
    if (closed) {
      throw GuardrailException.unavailable(name, side);
    }
    tell(new GuardrailFinding(name, side, Outcome.UNCHECKED, List.of()));
    return partly;
  }

  private Looked judge(DeclaredCheck check, List<Found> all, int passed, Side side)
      throws RefusedException {
    List<Found> found = new ArrayList<>(all.size());
    for (Found one : all) {
      if (!one.isPlaced() || one.end() > passed) {
        found.add(one);
      }
    }
    if (found.isEmpty()) {
      return new Looked(check, List.of());
    }
    // What a service found without saying where cannot be replaced, and so is not passed on.
    boolean placed = found.stream().allMatch(Found::isPlaced);
    Outcome outcome = check.outcome() == Outcome.MASK && !placed ? Outcome.BLOCK : check.outcome();
    GuardrailFinding finding =
        new GuardrailFinding(
            check.name(),
            side,
            outcome,
            found.stream().map(Found::category).distinct().sorted().toList());
    tell(finding);
    return switch (outcome) {
      case BLOCK -> throw new RefusedException(finding);
      case MASK -> new Looked(check, found);
      case FLAG, UNCHECKED -> new Looked(check, List.of());
    };
  }

  /** Something else than what a check looks at is refused in its name. */
  RefusedException refusal(DeclaredCheck check, Side side, String category) {
    GuardrailFinding finding =
        new GuardrailFinding(check.name(), side, Outcome.BLOCK, List.of(category));
    tell(finding);
    return new RefusedException(finding);
  }

  private void tell(GuardrailFinding finding) {
    if (told.add(finding)) {
      listener.accept(finding);
    }
  }
}
