package dev.trefoil.config;

import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.AuthSettings.Key;
import dev.trefoil.auth.Caller;
import dev.trefoil.guardrail.AccountGuards;
import dev.trefoil.guardrail.AccountGuards.Sides;
import dev.trefoil.guardrail.GuardrailSettings.CheckSettings;
import dev.trefoil.guardrail.GuardrailSettings.RouteSettings;
import dev.trefoil.policy.Guarding;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.residency.Residency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads which guardrails calls pass: {@code input}, {@code output}, {@code fail}, {@code parallel}
 * and {@code windowChars} of a route's {@code guardrails}, or beside {@code checks} of the file's,
 * and what the file's adds for {@code tenants} and {@code callers}.
 */
final class GuardingReader {
  static final String KEY = "guardrails";

  private static final String OFF = "off";
  private static final String PARALLEL = "parallel";
  private static final String TENANTS = "tenants";
  private static final String CALLERS = "callers";
  private static final String CLOSED = "closed";
  private static final long LEAST_WINDOW = 64;
  private static final long LARGEST_WINDOW = 10_000;
  private static final int DEFAULT_WINDOW = 200;

  private GuardingReader() {}

  /** What a route says; {@value #OFF} lifts what {@code outer} says. */
  static Optional<Guarding> ofRoute(
      ConfigMap route, Map<String, CheckSettings> declared, Optional<Guarding> outer) {
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
    Optional<Guarding> read =
        map.flatMap(
            own ->
                read(
                    own,
                    declared,
                    outer,
                    closed(own, outer.map(Guarding::closed).orElse(true)),
                    window(own, outer.map(Guarding::windowChars).orElse(DEFAULT_WINDOW))));
    map.ifPresent(ConfigMap::refuseTheRest);
    return read;
  }

  /** What the file says for all routes, and adds for some callers. */
  record OfFile(Optional<Guarding> routes, AccountGuards accounts) {}

  static OfFile ofFile(ConfigMap map, Map<String, CheckSettings> declared) {
    Map<String, Sides> tenants = account(map, TENANTS, declared);
    Map<String, Sides> callers = account(map, CALLERS, declared);
    boolean closed = closed(map, true);
    int window = window(map, DEFAULT_WINDOW);
    OfFile read =
        new OfFile(
            read(map, declared, Optional.empty(), closed, window),
            new AccountGuards(tenants, callers, closed, window));
    map.refuseTheRest();
    return read;
  }

  private static boolean closed(ConfigMap map, boolean otherwise) {
    return map.word("fail", List.of(CLOSED, "open")).map(CLOSED::equals).orElse(otherwise);
  }

  private static int window(ConfigMap map, int otherwise) {
    return (int) map.number("windowChars", LEAST_WINDOW, LARGEST_WINDOW).orElse(otherwise);
  }

  /** What is not said is as {@code outer} says it. */
  private static Optional<Guarding> read(
      ConfigMap map,
      Map<String, CheckSettings> declared,
      Optional<Guarding> outer,
      boolean closed,
      int window) {
    boolean ownParallel = map.has(PARALLEL);
    List<List<String>> input =
        map.has("input")
            ? entries(map, "input", declared)
            : outer.map(Guarding::input).orElse(List.of());
    List<List<String>> output =
        map.has("output")
            ? entries(map, "output", declared)
            : outer.map(Guarding::output).orElse(List.of());
    boolean parallel = map.flag(PARALLEL, outer.map(Guarding::parallel).orElse(false));
    if (parallel) {
      refuseMasks(map, ownParallel ? PARALLEL : "input", input, declared);
    }
    return input.isEmpty() && output.isEmpty()
        ? Optional.empty()
        : Optional.of(new Guarding(input, output, closed, window, parallel));
  }

  /** What the model is asked would not be what they have made of it. */
  private static void refuseMasks(
      ConfigMap map, String key, List<List<String>> input, Map<String, CheckSettings> declared) {
    for (List<String> entry : input) {
      boolean remote = entry.stream().map(declared::get).anyMatch(CheckSettings::isRemote);
      entry.stream()
          .filter(name -> remote && declared.get(name).outcome() == Outcome.MASK)
          .forEach(
              name ->
                  map.mistake(
                      key, "cannot run beside the model: " + name + " masks, and is waited for"));
    }
  }

  private static Map<String, Sides> account(
      ConfigMap map, String section, Map<String, CheckSettings> declared) {
    Map<String, Sides> read = new LinkedHashMap<>();
    Optional<ConfigMap> names = map.map(section);
    if (names.isEmpty()) {
      return read;
    }
    if (names.get().names().isEmpty()) {
      names.get().mistake("", "names none");
    }
    for (String name : names.get().names()) {
      if (section.equals(TENANTS) && !Caller.isTenant(name)) {
        names.get().mistake(name, "is no tenant's name: " + Caller.TENANTS);
      }
      Optional<ConfigMap> own = names.get().map(name);
      if (own.isPresent()) {
        if (!own.get().has("input") && !own.get().has("output")) {
          own.get().mistake("", "adds no guardrail: write input or output");
        }
        read.put(
            name,
            new Sides(added(own.get(), "input", declared), added(own.get(), "output", declared)));
        own.get().refuseTheRest();
      }
    }
    return read;
  }

  private static List<List<String>> added(
      ConfigMap map, String side, Map<String, CheckSettings> declared) {
    return map.has(side) ? entries(map, side, declared) : List.of();
  }

  /** A slip of the pen would leave somebody unchecked. */
  static void names(ConfigMap section, AccountGuards accounts, AuthSettings auth) {
    if (!(auth instanceof AuthSettings.Keys keys) || keys.issued().isPresent()) {
      return;
    }
    Set<String> callers = keys.keys().stream().map(Key::name).collect(Collectors.toSet());
    Set<String> tenants =
        keys.keys().stream().flatMap(key -> key.tenant().stream()).collect(Collectors.toSet());
    unknown(section, TENANTS, accounts.tenants().keySet(), tenants, "is the tenant of no key");
    unknown(section, CALLERS, accounts.callers().keySet(), callers, "is the name of no key");
  }

  /**
   * A judge's route must be one, and must not need that judge. What it is asked stays where the
   * routes may send their calls that it judges.
   */
  static void judges(ConfigMap section, Map<String, CheckSettings> declared, List<Route> routes) {
    declared.forEach(
        (name, check) -> {
          if (check.looks() instanceof RouteSettings judge) {
            String key = "checks." + name + ".route";
            Optional<Route> asked =
                routes.stream()
                    .filter(one -> one.name().equals(judge.route()) && !judge.route().contains("*"))
                    .findFirst();
            if (asked.isEmpty()) {
              section.mistake(key, "is not the name of a route without a *");
            } else if (passes(asked.get(), name)) {
              section.mistake(
                  key, "is a route that passes this guardrail: let it say others, or off");
            } else {
              refuseFarJudges(section, key, name, asked.get(), routes);
            }
          }
        });
  }

  private static boolean passes(Route route, String name) {
    return route.policy().guarding().stream()
        .flatMap(guarding -> Stream.concat(guarding.input().stream(), guarding.output().stream()))
        .anyMatch(entry -> entry.contains(name));
  }

  private static void refuseFarJudges(
      ConfigMap section, String key, String name, Route asked, List<Route> routes) {
    Residency places = new Residency(Set.copyOf(asked.residency()));
    routes.stream()
        .filter(route -> !route.residency().isEmpty() && passes(route, name))
        .filter(route -> !places.keepsTo(route.residency()))
        .forEach(
            route ->
                section.mistake(
                    key,
                    "leaves the residency of the route " + route.name() + ": it is in " + places));
  }

  private static void unknown(
      ConfigMap map, String section, Set<String> named, Set<String> known, String mistake) {
    named.stream()
        .filter(name -> !name.equals(AccountGuards.EACH) && !known.contains(name))
        .forEach(name -> map.mistake(section + "." + name, mistake));
  }

  /** What a call's words are sent to must stay where its answer does. */
  static void residency(
      ConfigMap map, Guarding guarding, Set<String> places, Map<String, CheckSettings> declared) {
    if (places.isEmpty()) {
      return;
    }
    Stream.concat(guarding.input().stream(), guarding.output().stream())
        .flatMap(List::stream)
        .distinct()
        .forEach(
            name ->
                Optional.ofNullable(declared.get(name))
                    .flatMap(CheckSettings::residency)
                    .filter(residency -> !residency.keepsTo(places))
                    .ifPresent(
                        residency ->
                            map.mistake(
                                KEY, "leave the residency: " + name + " is in " + residency)));
  }

  private static List<List<String>> entries(
      ConfigMap map, String key, Map<String, CheckSettings> declared) {
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

  private static Optional<String> unknown(String name, Map<String, CheckSettings> declared) {
    return declared.containsKey(name)
        ? Optional.empty()
        : Optional.of("is not the name of a guardrail that 'guardrails.checks' declares");
  }
}
