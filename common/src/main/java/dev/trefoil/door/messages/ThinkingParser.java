package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads {@code thinking}, beside the effort of {@code output_config}. A budget says an effort too,
 * for models that are told one.
 */
final class ThinkingParser {
  private static final String MEMBER = "thinking";
  private static final int LEAST_BUDGET = 1024;

  /** What Anthropic's models do where nothing else is said. */
  private static final String USUAL_EFFORT = "high";

  private static final List<String> TYPES =
      List.of("adaptive", "enabled", "disabled", "between_tools");
  private static final List<String> DISPLAYS = List.of("summarized", "omitted");

  private ThinkingParser() {}

  /**
   * @param maxTokens of the answer, which the budget must leave something of; empty where it has no
   *     bound, or none that matters
   * @param settings takes what is read
   * @param natives takes what only this protocol says
   * @param dropped takes what goes unsaid
   */
  static void read(
      RequestFields request,
      Optional<String> effort,
      OptionalInt maxTokens,
      Settings.Builder settings,
      List<Native> natives,
      List<String> dropped)
      throws Problem {
    settings.reasoningEffort(effort);
    Optional<JrsValue> value = request.value(MEMBER);
    if (value.isEmpty()) {
      return;
    }
    RequestFields thinking = request.child(MEMBER, value.get());
    String type = thinking.word("type", TYPES).orElseThrow(() -> thinking.missing("type"));
    settings.reasoningSummary(
        thinking
            .word("display", DISPLAYS)
            .map(display -> display.equals("omitted") ? "none" : "auto"));
    switch (type) {
      case "disabled" -> {
        settings.reasoningEffort(Optional.of("none"));
        effort.ifPresent(unsaid -> dropped.add("output_config.effort"));
      }
      case "enabled" -> {
        int budget = budget(thinking, maxTokens);
        settings.reasoningBudget(OptionalInt.of(budget));
        settings.reasoningEffort(effort.or(() -> Optional.of(effort(budget))));
      }
      default -> {
        settings.reasoningEffort(effort.or(() -> Optional.of(USUAL_EFFORT)));
        if (type.equals("between_tools")) {
          natives.add(Natives.of(MEMBER, RequestJson.text(MEMBER, value.get())));
        }
      }
    }
  }

  private static int budget(RequestFields thinking, OptionalInt maxTokens) throws Problem {
    OptionalInt budget = thinking.integer("budget_tokens", LEAST_BUDGET, Integer.MAX_VALUE);
    if (budget.isEmpty()) {
      throw thinking.missing("budget_tokens");
    }
    if (maxTokens.isPresent() && budget.getAsInt() >= maxTokens.getAsInt()) {
      throw Problem.invalid(
          "thinking.budget_tokens", "'thinking.budget_tokens' must be less than 'max_tokens'.");
    }
    return budget.getAsInt();
  }

  /** The effort whose budget would be the nearest that is no smaller. */
  private static String effort(int budget) {
    if (budget <= 4096) {
      return "low";
    }
    return budget <= 8192 ? "medium" : "high";
  }
}
