package dev.trefoil.agent;

import dev.trefoil.auth.Caller;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What holds for every kind of tool.
 *
 * @param callers names of those who may use it, in which a star stands for any text; empty for
 *     everyone
 * @param tenants the same of tenants
 * @param approval whether a caller has to agree to each call
 * @param idempotent whether a call may be made again when it is not known whether it was made
 * @param timeout of one call
 * @param mostBytes of a result; what is longer is cut, which the model is told
 * @param loopback whether it may be on this machine, which is for development
 */
public record ToolTerms(
    List<String> callers,
    List<String> tenants,
    boolean approval,
    boolean idempotent,
    Duration timeout,
    int mostBytes,
    boolean loopback) {
  public ToolTerms {
    callers = List.copyOf(callers);
    tenants = List.copyOf(tenants);
  }

  /** Whether a caller may use it. */
  public boolean allows(Caller caller) {
    return matches(callers, Optional.of(caller.id())) && matches(tenants, caller.tenant());
  }

  private static boolean matches(List<String> patterns, Optional<String> name) {
    return patterns.isEmpty()
        || name.filter(text -> patterns.stream().anyMatch(pattern -> matches(pattern, text)))
            .isPresent();
  }

  private static boolean matches(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("\\*+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
