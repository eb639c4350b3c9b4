package dev.trefoil.policy;

import java.util.List;

/**
 * Which guardrails the calls of a route pass. Each entry is a list of names, most often of one: the
 * next name stands in for one that cannot be had.
 *
 * @param input what requests pass before they are sent, in order
 * @param output what answers pass before they are shown, in order
 * @param closed whether a call fails whose check cannot be had; otherwise it goes on unchecked
 * @param windowChars how many characters of a stream are looked at at a time; between once and
 *     twice as many are held back
 * @param parallel whether clouds' services look at requests while the model is asked, and nothing
 *     of its answer is shown before they have; those that mask are waited for all the same
 */
public record Guarding(
    List<List<String>> input,
    List<List<String>> output,
    boolean closed,
    int windowChars,
    boolean parallel) {
  public Guarding {
    input = input.stream().map(List::copyOf).toList();
    output = output.stream().map(List::copyOf).toList();
    if (input.isEmpty() && output.isEmpty()) {
      throw new IllegalArgumentException("no guardrail");
    }
  }

  /** Whose checks of requests are waited for. */
  public Guarding(
      List<List<String>> input, List<List<String>> output, boolean closed, int windowChars) {
    this(input, output, closed, windowChars, false);
  }
}
