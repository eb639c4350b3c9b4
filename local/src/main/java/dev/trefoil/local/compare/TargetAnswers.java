// One target's part in a comparison.
package dev.trefoil.local.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What a target said to each prompt.
 *
 * @param answers by prompt
 * @param verdicts what the judge said, by prompt; none for the target that others are compared with
 */
public record TargetAnswers(String target, List<Answer> answers, List<Optional<Answer>> verdicts) {
  public TargetAnswers {
    answers = List.copyOf(answers);
    verdicts = List.copyOf(verdicts);
  }

  List<Answer.Given> given() {
    List<Answer.Given> given = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer instanceof Answer.Given one) {
        given.add(one);
      }
    }
    return given;
  }

  /** Why it did not answer, and how often. */
  Map<String, Integer> failures() {
    Map<String, Integer> failures = new TreeMap<>();
    for (Answer answer : answers) {
      if (answer instanceof Answer.Failed failed) {
        failures.merge(failed.reason(), 1, Integer::sum);
      }
    }
    return failures;
  }

  /** What of the prompts it was sent less of, or without, and how often. */
  Map<String, Integer> changes() {
    Map<String, Integer> changes = new TreeMap<>();
    given().forEach(answer -> answer.changed().forEach(it -> changes.merge(it, 1, Integer::sum)));
    return changes;
  }

  Map<TextForm, Integer> forms() {
    Map<TextForm, Integer> forms = new EnumMap<>(TextForm.class);
    given().forEach(answer -> forms.merge(TextForm.of(answer), 1, Integer::sum));
    return forms;
  }

  /** How many answers ended because they were as long as they might be. */
  long cut() {
    return given().stream().filter(answer -> answer.finishReason().equals("length")).count();
  }

  long refused() {
    return given().stream().filter(Refusals::isOne).count();
  }

  /** Sorted; of answers alone. */
  double[] sorted(ToDoubleFunction<Answer.Given> figure) {
    return given().stream().mapToDouble(figure).sorted().toArray();
  }

  /** How long its answers are beside another's to the same prompts: sorted ratios. */
  double[] lengthsBeside(TargetAnswers other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Answer.Given ours
          && other.answers.get(i) instanceof Answer.Given theirs
          && theirs.length() > 0) {
        ratios.add((double) ours.length() / theirs.length());
      }
    }
    return ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** What all answers cost; empty where the price of one is not known. */
  OptionalDouble costUsd() {
    return sum(given());
  }

  /** What the judge's verdicts cost. */
  OptionalDouble verdictsUsd() {
    List<Answer.Given> said = new ArrayList<>();
    for (Optional<Answer> verdict : verdicts) {
      if (verdict.isPresent() && verdict.get() instanceof Answer.Given one) {
        said.add(one);
      }
    }
    return sum(said);
  }

  /** How often the judge said this. */
  long judged(Agreement agreement) {
    return verdicts.stream().filter(it -> verdict(it).equals(Optional.of(agreement))).count();
  }

  /** Why the judge said nothing, and how often. */
  Map<String, Integer> judgeFailures() {
    Map<String, Integer> failures = new TreeMap<>();
    for (Optional<Answer> verdict : verdicts) {
      if (verdict.isPresent() && verdict.get() instanceof Answer.Failed failed) {
        failures.merge(failed.reason(), 1, Integer::sum);
      }
    }
    return failures;
  }

  static Optional<Agreement> verdict(Optional<Answer> said) {
    return said.flatMap(
        answer ->
            switch (answer) {
              case Answer.Given given -> Optional.of(Agreement.of(given));
              case Answer.Failed failed -> Optional.empty();
            });
  }

  private static OptionalDouble sum(List<Answer.Given> answers) {
    return answers.stream().allMatch(answer -> answer.costUsd().isPresent())
        ? OptionalDouble.of(
            answers.stream()
                .flatMapToDouble(answer -> DoubleStream.of(answer.costUsd().getAsDouble()))
                .sum())
        : OptionalDouble.empty();
  }
}
