package dev.trefoil.config;

import dev.trefoil.policy.Guarding;
import dev.trefoil.routing.residency.Residency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads which guardrails calls pass: {@code input}, {@code output}, {@code fail} and {@code
 * windowChars} of a route's {@code guardrails}, or beside {@code checks} of the file's.
 */
final class GuardingReader {
  static final String KEY = "guardrails";

  private static final String OFF = "off";
  private static final String CLOSED = "closed";
  private static final long LEAST_WINDOW = 64;
  private static final long LARGEST_WINDOW = 10_000;
  private static final int DEFAULT_WINDOW = 200;

  private GuardingReader() {}

  /** What a route says; {@value #OFF} lifts what {@code outer} says. */
  static Optional<Guarding> ofRoute(
      ConfigMap route, Set<String> declared, Optional<Guarding> outer) {
    if (!route.has(KEY)) {
      return outer;
    }
    if (route.isText(KEY)) {
      route.text(
          KEY,
          text ->
              text.equals(OFF)
                  ? Optional.empty()
                  : Optional.of("is neither off nor a mapping: {input: [name]}"));
      return Optional.empty();
    }
    Optional<ConfigMap> map = route.map(KEY);
    Optional<Guarding> read = map.flatMap(own -> read(own, declared, outer));
    map.ifPresent(ConfigMap::refuseTheRest);
    return read;
  }

  /** What is not said is as {@code outer} says it. */
  static Optional<Guarding> read(ConfigMap map, Set<String> declared, Optional<Guarding> outer) {
    List<List<String>> input =
        map.has("input")
            ? entries(map, "input", declared)
            : outer.map(Guarding::input).orElse(List.of());
    List<List<String>> output =
        map.has("output")
            ? entries(map, "output", declared)
            : outer.map(Guarding::output).orElse(List.of());
    boolean closed =
        map.word("fail", List.of(CLOSED, "open"))
            .map(CLOSED::equals)
            .orElse(outer.map(Guarding::closed).orElse(true));
    int window =
        (int)
            map.number("windowChars", LEAST_WINDOW, LARGEST_WINDOW)
                .orElse(outer.map(Guarding::windowChars).orElse(DEFAULT_WINDOW));
    return input.isEmpty() && output.isEmpty()
        ? Optional.empty()
        : Optional.of(new Guarding(input, output, closed, window));
  }

  /** What a call's words are sent to must stay where its answer does. */
  static void residency(
      ConfigMap map,
      Guarding guarding,
      Set<String> places,
      Map<String, Optional<Residency>> declared) {
    if (places.isEmpty()) {
      return;
    }
    Stream.concat(guarding.input().stream(), guarding.output().stream())
        .flatMap(List::stream)
        .distinct()
        .forEach(
            name ->
                declared
                    .getOrDefault(name, Optional.empty())
                    .filter(residency -> !residency.keepsTo(places))
                    .ifPresent(
                        residency ->
                            map.mistake(
                                KEY, "leave the residency: " + name + " is in " + residency)));
  }

  private static List<List<String>> entries(ConfigMap map, String key, Set<String> declared) {
    List<List<String>> entries = new ArrayList<>();
    for (ConfigItem item : map.items(key)) {
      if (item.isMap()) {
        ConfigMap firstOf = item.map();
        List<String> names = firstOf.texts("firstOf", name -> unknown(name, declared));
        firstOf.refuseTheRest();
        if (!names.isEmpty()) {
          entries.add(names);
        }
      } else {
        item.text(name -> unknown(name, declared)).ifPresent(name -> entries.add(List.of(name)));
      }
    }
    return entries;
  }

  private static Optional<String> unknown(String name, Set<String> declared) {
    return declared.contains(name)
        ? Optional.empty()
        : Optional.of("is not the name of a guardrail that 'guardrails.checks' declares");
  }
}
