package dev.trefoil.config;

import dev.trefoil.policy.QualityGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a cascade's {@code gate}. */
final class GateReader {
  /** What holds where nothing is said: an answer must not be empty, and must hold to its schema. */
  static final QualityGate DEFAULTS = new QualityGate(1, List.of(), true, Optional.empty());

  private static final int LONGEST = 1_000_000;

  private GateReader() {}

  /**
   * @param routes the names of all routes
   */
  static QualityGate read(ConfigMap gate, Set<String> routes) {
    QualityGate read =
        new QualityGate(
            (int) gate.number("minLength", 0, LONGEST).orElse(DEFAULTS.minLength()),
            gate.has("refusals") ? patterns(gate) : DEFAULTS.refusals(),
            gate.flag("schema", DEFAULTS.schema()),
            gate.item("judge").flatMap(judge -> judge.text(name -> wrongRoute(name, routes))));
    gate.refuseTheRest();
    return read;
  }

  private static List<Pattern> patterns(ConfigMap gate) {
    List<Pattern> patterns = new ArrayList<>();
    for (ConfigItem item : gate.items("refusals")) {
      try {
        item.text()
            .map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
            .ifPresent(patterns::add);
      } catch (PatternSyntaxException e) {
        item.mistake("is not a regular expression: " + e.getDescription());
      }
    }
    return patterns;
  }

  /** What is wrong with the name of a route that is to be asked as it is. */
  static Optional<String> wrongRoute(String name, Set<String> routes) {
    return routes.contains(name) && name.indexOf('*') < 0
        ? Optional.empty()
        : Optional.of("is not the name of a route without a *");
  }
}
