package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.gateway.GuardrailException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks of an answer make of its texts. All of them see what the model has said. */
final class OutputChecks {
  private final Checks checks;

  OutputChecks(Checks checks) {
    this.checks = checks;
  }

  /**
   * What of a text is to be replaced.
   *
   * @param passed up to where it was judged before
   */
  List<Found> look(String text, int passed) throws GuardrailException, RefusedException {
    return look(List.of(text), passed);
  }

  private List<Found> look(List<String> texts, int passed)
      throws GuardrailException, RefusedException {
    List<Found> masked = new ArrayList<>(0);
    for (List<DeclaredCheck> entry : checks.entries()) {
      Optional<Checks.Looked> looked = checks.look(entry, texts, List.of(), passed, Side.OUTPUT);
      if (looked.isPresent()) {
        masked.addAll(looked.get().masked());
      }
    }
    return masked;
  }

  /** A whole text that may be JSON, as it may be shown. */
  String json(String text) throws GuardrailException, RefusedException {
    List<String> texts = new ArrayList<>();
    var unused = Texts.collecting(texts).json(text);
    List<Found> masked = texts.isEmpty() ? List.of() : look(texts, 0);
    return masked.isEmpty()
        ? text
        : Texts.replacing(Found.replaced(texts, masked, OutputChecks::placeholder)).json(text);
  }

  static String replaced(String text, List<Found> found) {
    return Found.replaced(text, found, OutputChecks::placeholder);
  }

  private static String placeholder(Found found) {
    return Placeholders.of(found.category());
  }
}
