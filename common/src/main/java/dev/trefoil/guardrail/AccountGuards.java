package dev.trefoil.guardrail;

import dev.trefoil.auth.Caller;
import dev.trefoil.policy.Guarding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The guardrails of tenants and callers. They are added to those of a route, each once, and take
 * none of them away.
 *
 * @param tenants by name; {@value #EACH} stands for each that is not named
 * @param callers by name, that of a key or a token's subject; {@value #EACH} stands for each that
 *     is not named
 * @param closed whether a call fails whose check cannot be had, where its route says nothing
 * @param windowChars as {@link Guarding} has it, where the route says nothing
 */
public record AccountGuards(
    Map<String, Sides> tenants, Map<String, Sides> callers, boolean closed, int windowChars) {
  /** Stands for every name that is not there. */
  public static final String EACH = "*";

  /** Nobody's. */
  public static final AccountGuards NONE = new AccountGuards(Map.of(), Map.of(), true, 200);

  public AccountGuards {
    tenants = Collections.unmodifiableMap(new LinkedHashMap<>(tenants));
    callers = Collections.unmodifiableMap(new LinkedHashMap<>(callers));
  }

  /**
   * What is added; entries as {@link Guarding} has them.
   *
   * @param input to what requests pass
   * @param output to what answers pass
   */
  public record Sides(List<List<String>> input, List<List<String>> output) {}

  /**
   * All that a caller's calls pass.
   *
   * @param route what their route says
   */
  Optional<Guarding> of(Optional<Guarding> route, Caller caller) {
    Set<List<String>> input = new LinkedHashSet<>();
    Set<List<String>> output = new LinkedHashSet<>();
    if (route.isPresent()) {
      input.addAll(route.get().input());
      output.addAll(route.get().output());
    }
    if (caller.tenant().isPresent()) {
      add(tenants, caller.tenant().get(), input, output);
    }
    add(callers, caller.id(), input, output);
    if (input.isEmpty() && output.isEmpty()) {
      return route;
    }
    return Optional.of(
        new Guarding(
            List.copyOf(input),
            List.copyOf(output),
            route.map(Guarding::closed).orElse(closed),
            route.map(Guarding::windowChars).orElse(windowChars),
            route.map(Guarding::parallel).orElse(false)));
  }

  private static void add(
      Map<String, Sides> accounts, String name, Set<List<String>> input, Set<List<String>> output) {
    Sides own = accounts.getOrDefault(name, accounts.get(EACH));
    if (own != null) {
      input.addAll(own.input());
      output.addAll(own.output());
    }
  }
}
