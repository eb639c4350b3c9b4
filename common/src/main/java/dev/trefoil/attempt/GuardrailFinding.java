package dev.trefoil.attempt;

import java.util.List;
import java.util.Locale;

/**
 * What a guardrail has found in a call. It says nothing of what was said.
 *
 * @param check the guardrail, as the configuration names it
 * @param side where it was found
 * @param outcome what became of it
 * @param categories of what was found, in the guardrail's words; none where it could not look
 */
public record GuardrailFinding(String check, Side side, Outcome outcome, List<String> categories) {
  public GuardrailFinding {
    categories = List.copyOf(categories);
  }

  /** Where something was found. */
  public enum Side {
    /** In the request. */
    INPUT,
    /** In the answer. */
    OUTPUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of what was found. */
  public enum Outcome {
    /** The request or the answer is refused. */
    BLOCK,
    /** It is replaced. */
    MASK,
    /** It is said that it was found, and nothing else happens. */
    FLAG,
    /** The check could not be had, and the route lets calls go on without it. */
    UNCHECKED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An item of a list of RFC 9651: {@code pii;side=input;outcome=mask;found="card email"}. */
  @Override
  public String toString() {
    return check
        + ";side="
        + side
        + ";outcome="
        + outcome
        + (categories.isEmpty() ? "" : ";found=\"" + String.join(" ", categories) + "\"");
  }
}
