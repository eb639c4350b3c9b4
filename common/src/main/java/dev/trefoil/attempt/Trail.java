package dev.trefoil.attempt;

import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All attempts of a call, in the order in which they ended.
 *
 * @param attempts may be empty: nothing was tried
 * @param checks of guardrails that ask others
 */
public record Trail(List<Attempt> attempts, List<CheckRun> checks) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");

  /** Nothing was tried. */
  public static final Trail NONE = new Trail(List.of());

  public Trail {
    attempts = List.copyOf(attempts);
    checks = List.copyOf(checks);
  }

  /** Of a call that nobody else was asked to check. */
  public Trail(List<Attempt> attempts) {
    this(attempts, List.of());
  }

  /** The same attempts of a call that was checked. */
  public Trail withChecks(List<CheckRun> runs) {
    return runs.isEmpty() ? this : new Trail(attempts, runs);
  }

  /** The attempts, and before them those of the routes that guardrails have asked. */
  public List<Attempt> paid() {
    return checks.isEmpty()
        ? attempts
        : Stream.concat(
                checks.stream().flatMap(check -> check.attempts().stream()), attempts.stream())
            .toList();
  }

  public Trail plus(Attempt attempt) {
    List<Attempt> more = new ArrayList<>(attempts);
    more.add(attempt);
    return new Trail(more, checks);
  }

  public Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** What all attempts and checks cost, as far as it is known; empty where nothing is. */
  public OptionalDouble costUsd() {
    List<OptionalDouble> costs =
        Stream.concat(
                attempts.stream().map(Attempt::costUsd), checks.stream().map(CheckRun::costUsd))
            .filter(OptionalDouble::isPresent)
            .toList();
    return costs.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(costs.stream().mapToDouble(OptionalDouble::getAsDouble).sum());
  }

  /** Whether there was an attempt, and every one failed with this kind. */
  public boolean allFailedWith(Predicate<ProviderException.Kind> kind) {
    return !attempts.isEmpty()
        && attempts.stream()
            .allMatch(attempt -> attempt.failure().filter(f -> kind.test(f.kind())).isPresent());
  }

  /**
   * The trail as a list of RFC 9651 structured fields: {@code
   * bedrock/model;outcome=timeout;limit=stall;ms=15004, azure/model;outcome=ok;ms=40}. What checks
   * took stands before.
   */
  @Override
  public String toString() {
    return items().collect(Collectors.joining(", "));
  }

  /** The items of that list. */
  public Stream<String> items() {
    return Stream.concat(
        checks.stream().map(CheckRun::toString), attempts.stream().map(Trail::item));
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
