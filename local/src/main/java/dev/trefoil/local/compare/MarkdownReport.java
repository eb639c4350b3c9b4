// The comparison as a person reads it.
package dev.trefoil.local.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A table in Markdown, and below it what failed and what targets did not take. */
public final class MarkdownReport {
  private static final String NONE = "";

  private MarkdownReport() {}

  public static String of(Comparison comparison) {
    List<String> head =
        new ArrayList<>(
            List.of("target", "answers", "characters", "beside the first", "tokens", "form"));
    head.addAll(List.of("cut", "refused"));
    if (comparison.judge().isPresent()) {
      head.add("says the same");
    }
    head.addAll(List.of("US$ an answer", "ms"));
    List<List<String>> lines = new ArrayList<>();
    lines.add(head);
    for (TargetAnswers target : comparison.targets()) {
      lines.add(line(comparison, target));
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "Route %s, %d prompts. Figures are medians, with the least and the most in brackets.%n%n"
            .formatted(comparison.route(), comparison.prompts().size()));
    text.append(table(lines)).append(notes(comparison));
    return text.toString();
  }

  private static List<String> line(Comparison comparison, TargetAnswers target) {
    TargetAnswers first = comparison.targets().getFirst();
    List<Answer.Given> given = target.given();
    List<String> line = new ArrayList<>();
    line.add(target.target());
    line.add(given.size() + " of " + target.answers().size());
    line.add(spread(target.sorted(Answer.Given::length), "%.0f"));
    line.add(target == first ? NONE : spread(target.lengthsBeside(first), "%.2f ×"));
    line.add(
        given.stream().allMatch(answer -> answer.tokens().isPresent())
            ? spread(target.sorted(answer -> answer.tokens().getAsLong()), "%.0f")
            : "not known");
    line.add(
        target.forms().entrySet().stream()
            .sorted(Map.Entry.<TextForm, Integer>comparingByValue().reversed())
            .map(form -> form.getValue() + " " + form.getKey().words())
            .collect(Collectors.joining(", ")));
    line.add(String.valueOf(target.cut()));
    line.add(String.valueOf(target.refused()));
    if (comparison.judge().isPresent()) {
      line.add(target == first ? NONE : agreement(target));
    }
    line.add(given.isEmpty() ? NONE : dollars(target.costUsd(), given.size()));
    line.add(spread(target.sorted(Answer.Given::millis), "%.0f"));
    return line;
  }

  private static String agreement(TargetAnswers target) {
    long same = target.judged(Agreement.SAME);
    long unclear = target.judged(Agreement.UNCLEAR);
    long all = same + target.judged(Agreement.DIFFERENT) + unclear;
    return same + " of " + all + (unclear == 0 ? "" : ", " + unclear + " unclear");
  }

  private static String notes(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    for (TargetAnswers target : comparison.targets()) {
      target
          .changes()
          .forEach(
              (what, count) -> note(text, target, "was sent less of, or without, " + what, count));
      target.failures().forEach((why, count) -> note(text, target, why, count));
      target
          .judgeFailures()
          .forEach((why, count) -> note(text, target, "the judge gave no verdict: " + why, count));
    }
    comparison
        .judge()
        .ifPresent(
            judge -> {
              double sum = 0;
              boolean known = true;
              for (TargetAnswers target : comparison.targets()) {
                known &= target.verdictsUsd().isPresent();
                sum += target.verdictsUsd().orElse(0);
              }
              text.append(
                  "- %s judged which answers say the same as those of %s, for US$ %s%n"
                      .formatted(
                          judge,
                          comparison.targets().getFirst().target(),
                          known ? number(sum) : "that are not known"));
            });
    return text.isEmpty() ? "" : "\n" + text;
  }

  private static void note(StringBuilder text, TargetAnswers target, String what, int count) {
    String line = what.replaceAll("\\s+", " ");
    text.append(
        "- %s: %s, %d of %d times%n"
            .formatted(target.target(), line, count, target.answers().size()));
  }

  private static String spread(double[] sorted, String format) {
    if (sorted.length == 0) {
      return NONE;
    }
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    String middle = String.format(Locale.ROOT, format, median);
    return sorted[0] == sorted[sorted.length - 1]
        ? middle
        : "%s (%s–%s)"
            .formatted(
                middle,
                String.format(Locale.ROOT, format.replace(" ×", ""), sorted[0]),
                String.format(Locale.ROOT, format.replace(" ×", ""), sorted[sorted.length - 1]));
  }

  private static String dollars(OptionalDouble all, int answers) {
    return all.isPresent() ? number(all.getAsDouble() / answers) : "not known";
  }

  private static String number(double dollars) {
    return String.format(Locale.ROOT, "%.6f", dollars);
  }

  private static String table(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < lines.size(); row++) {
      text.append('|');
      for (int i = 0; i < columns; i++) {
        String cell = lines.get(row).get(i);
        text.append(' ').append(cell).append(" ".repeat(widths[i] - cell.length())).append(" |");
      }
      text.append('\n');
      if (row == 0) {
        text.append('|');
        for (int width : widths) {
          text.append(' ').append("-".repeat(width)).append(" |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
