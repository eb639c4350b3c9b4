package dev.trefoil.guardrail;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What surrounds one look of a check, and is told what the look takes. For one thread. */
final class CheckCall {
  private static final int CHARACTERS = 1_000;

  private final Call call;
  private final List<String> places;
  private final OptionalDouble declared;
  private final List<Attempt> attempts = new ArrayList<>(0);
  private long units;
  private OptionalDouble usd = OptionalDouble.of(0);

  /**
   * @param places that the call's words may not leave; empty for anywhere
   * @param declared what any unit costs, in dollars; empty for what is known of each
   */
  CheckCall(Call call, List<String> places, OptionalDouble declared) {
    this.call = call;
    this.places = places;
    this.declared = declared;
  }

  Call call() {
    return call;
  }

  List<String> places() {
    return places;
  }

  /** How many units of 1,000 characters a text has; the last one may be begun. */
  static long unitsOf(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), CHARACTERS);
  }

  /**
   * Something was asked that is paid for by the unit.
   *
   * @param known what a unit of it costs, in dollars; empty where nobody knows
   */
  void used(long more, OptionalDouble known) {
    OptionalDouble price = declared.isPresent() ? declared : known;
    if (more > 0) {
      units += more;
      usd =
          usd.isPresent() && price.isPresent()
              ? OptionalDouble.of(usd.getAsDouble() + more * price.getAsDouble())
              : OptionalDouble.empty();
    }
  }

  /** A route was asked. */
  void asked(Trail trail) {
    attempts.addAll(trail.attempts());
  }

  long units() {
    return units;
  }

  /** What the units cost; empty where that is not known. */
  OptionalDouble unitsUsd() {
    return units == 0 ? OptionalDouble.empty() : usd;
  }

  List<Attempt> attempts() {
    return attempts;
  }
}
