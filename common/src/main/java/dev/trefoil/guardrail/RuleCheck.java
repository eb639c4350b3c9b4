package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import java.util.ArrayList;
import java.util.List;

/** Looks for words, patterns and personal data, in this process alone. */
final class RuleCheck implements Check {
  private final WordList words;
  private final boolean hasWords;
  private final List<RulePattern> patterns;
  private final List<PersonalData> personal;

  RuleCheck(RuleSettings settings) {
    words = new WordList(settings.words());
    hasWords = !settings.words().isEmpty();
    patterns =
        settings.patterns().entrySet().stream()
            .map(entry -> new RulePattern(entry.getKey(), entry.getValue()))
            .toList();
    personal = settings.pii().stream().sorted().toList();
  }

  @Override
  public List<Found> find(List<String> texts, Side side, CheckCall asking) {
    List<Found> found = new ArrayList<>(0);
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (hasWords) {
        words.find(text, i, found);
      }
      for (RulePattern pattern : patterns) {
        pattern.find(text, i, found);
      }
      if (!personal.isEmpty()) {
        personal(text, i, found);
      }
    }
    return found;
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  private void personal(String text, int number, List<Found> found) {
    int at = 0;
    while (at < text.length()) {
      int next = at + 1;
      if (begins(text, at)) {
        for (PersonalData kind : personal) {
          int end = kind.match(text, at);
          if (end > 0) {
            found.add(new Found(kind.word(), number, at, end));
            next = end;
            break;
          }
        }
      }
      at = next;
    }
  }

  /** Whether a number or a word begins here. */
  private static boolean begins(String text, int at) {
    char c = text.charAt(at);
    return (c == '+' || c == '(' || Character.isLetterOrDigit(c))
        && !PersonalData.goesOn(text, at - 1);
  }
}
