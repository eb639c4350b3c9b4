package dev.trefoil.attempt;

import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All attempts of a call, in the order in which they ended.
 *
 * @param attempts may be empty: nothing was tried
 */
public record Trail(List<Attempt> attempts) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");

  /** Nothing was tried. */
  public static final Trail NONE = new Trail(List.of());

  public Trail {
    attempts = List.copyOf(attempts);
  }

  public Trail plus(Attempt attempt) {
    List<Attempt> more = new ArrayList<>(attempts);
    more.add(attempt);
    return new Trail(more);
  }

  public Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** What all attempts cost, as far as it is known; empty where nothing is. */
  public OptionalDouble costUsd() {
    return attempts.stream().anyMatch(attempt -> attempt.costUsd().isPresent())
        ? OptionalDouble.of(
            attempts.stream().mapToDouble(attempt -> attempt.costUsd().orElse(0)).sum())
        : OptionalDouble.empty();
  }

  /** Whether there was an attempt, and every one failed with this kind. */
  public boolean allFailedWith(Predicate<ProviderException.Kind> kind) {
    return !attempts.isEmpty()
        && attempts.stream()
            .allMatch(attempt -> attempt.failure().filter(f -> kind.test(f.kind())).isPresent());
  }

  /**
   * The trail as a list of RFC 9651 structured fields: {@code
   * bedrock/model;outcome=timeout;limit=stall;ms=15004, azure/model;outcome=ok;ms=40}.
   */
  @Override
  public String toString() {
    return attempts.stream().map(Trail::item).collect(Collectors.joining(", "));
  }

  private static String item(Attempt attempt) {
    return name(attempt.target().toString())
        + ";outcome="
        + attempt.outcome()
        + (attempt.overflow() ? ";overflow" : "")
        + attempt.limit().map(limit -> ";limit=" + limit).orElse("")
        + ";ms="
        + attempt.took().toMillis();
  }

  /** A token where the characters allow it, otherwise a quoted string. */
  private static String name(String text) {
    if (TOKEN.matcher(text).matches()) {
      return text;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
