// What rules cost that look at a text, in processor time.
package dev.trefoil.guardrail;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Deadline;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Rules over texts of 16 KB. */
public final class RulesCost {
  private static final int CHARACTERS = 16 * 1024;
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 100_000_000;

  private static final String PROSE =
      "the quick brown fox jumps over 12 lazy dogs while invoices of 2026 arrive at noon, and nobody"
          + " asks why anything costs 12.50 or more";

  private RulesCost() {}

  /**
   * What one costs.
   *
   * @param micros of processor time, a KB of the text
   */
  public record Line(String rules, String text, double micros) {}

  /** Measures all. */
  public static List<Line> measure() {
    String prose = words(PROSE.split(" "), " ");
    String letters = "a".repeat(CHARACTERS);
    String hostile = words(new String[] {"a", "b", "a", "b", "cd"}, "");
    List<Line> lines = new ArrayList<>();
    lines.add(line("all of `pii`", rules(List.of(), EnumSet.allOf(PersonalData.class)), prose));
    List<String> phrases = IntStream.range(0, 1000).mapToObj(i -> "word" + i + " of it").toList();
    lines.add(line("a thousand phrases of `words`", rules(phrases, Set.of()), prose));
    for (String regex :
        List.of(
            "AKIA[0-9A-Z]{16}",
            "[a-z]+[0-9]{6}",
            "\\b[A-Z]{2}[0-9]{6}\\b",
            "(?i)\\b(secret|password|token)\\s*[:=]\\s*\\S+",
            "[A-Za-z0-9+/]{86}==",
            "(.*)(.*)(.*)[0-9]{8}")) {
      lines.add(line("`" + regex + "`", pattern(regex), prose));
    }
    for (String regex : List.of("[a-z]+[0-9]{6}", "(a|a)*(a*)*b")) {
      lines.add(line("`" + regex + "`, on `a` alone", pattern(regex), letters));
    }
    for (int most : new int[] {10, 20, 100, 200}) {
      String regex = "[ab].{0," + most + "}c[de]z?e";
      lines.add(line("`" + regex + "`, on a text made for it", pattern(regex), hostile));
    }
    return lines;
  }

  private static RuleCheck rules(List<String> words, Set<PersonalData> pii) {
    return new RuleCheck(new RuleSettings(words, Map.of(), pii));
  }

  private static RuleCheck pattern(String regex) {
    RulePattern.mistake(regex)
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException(regex + " " + mistake);
            });
    return new RuleCheck(new RuleSettings(List.of(), Map.of("x", regex), Set.of()));
  }

  private static String words(String[] some, String between) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < CHARACTERS) {
      text.append(some[random.nextInt(some.length)]).append(between);
    }
    return text.substring(0, CHARACTERS);
  }

  /** The least of some rounds: others at work on the machine only add to it. */
  private static Line line(String name, RuleCheck check, String text) {
    Call call = new Call("measured", Deadline.after(Duration.ofMinutes(10)));
    CheckCall asking = new CheckCall(call, List.of(), OptionalDouble.empty());
    double least = Double.MAX_VALUE;
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = cpu();
      int times = 0;
      do {
        found = check.find(List.of(text), Side.INPUT, asking).size();
        times++;
      } while (cpu() - begun < ROUND_NANOS);
      least = Math.min(least, (cpu() - begun) / 1e3 / times / (CHARACTERS / 1024.0));
    }
    return new Line(name, found + " found", least);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
