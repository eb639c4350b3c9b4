package dev.trefoil.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.chat.Deadline;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that is looked at in windows, however it is cut into pieces. */
class TextWindowTest {
  private static final int SIZE = 64;
  private static final String CARD = "4111 1111 1111 1111";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 50, 64, 65, 127, 128, 129, 1000})
  void whatIsFoundIsReplacedWhereverPiecesEnd(int piece) throws Exception {
    for (int before = 0; before < 3 * SIZE; before++) {
      String text = "x ".repeat(before) + "at " + CARD + ", thanks" + " y".repeat(before);

      List<String> shown = shown(window(Outcome.MASK), text, piece);

      assertThat(String.join("", shown)).isEqualTo(text.replace(CARD, "[CARD]"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64, 129})
  void whatIsRefusedIsNotShownInPart(int piece) {
    for (int before = 0; before < 3 * SIZE; before++) {
      String text = "x ".repeat(before) + "at " + CARD + ", thanks" + " y".repeat(before);
      List<String> shown = new ArrayList<>();

      assertThatThrownBy(() -> show(window(Outcome.BLOCK), text, piece, shown))
          .isInstanceOf(RefusedException.class);

      assertThat(text).startsWith(String.join("", shown));
      assertThat(String.join("", shown)).doesNotContain("4");
    }
  }

  @Test
  void betweenOneWindowAndTwoAreHeldBack() throws Exception {
    TextWindow window = window(Outcome.BLOCK);
    int shown = 0;
    for (int given = 1; given <= 1_000; given++) {
      shown += window.take("x").length();
      assertThat(given - shown).isLessThan(2 * SIZE);
      assertThat(shown == 0 || given - shown >= SIZE).isTrue();
    }
    assertThat(shown + window.end().length()).isEqualTo(1_000);
  }

  @Test
  void aFindThatIsLongerThanWindowsIsHeldAsLongAsItGoesOn() throws Exception {
    TextWindow window =
        window(
            new RuleSettings(
                List.of(), Map.of("key", "BEGIN [A-Z]+"), EnumSet.noneOf(PersonalData.class)));

    List<String> shown = shown(window, "so: BEGIN " + "K".repeat(1_000) + " and on", 10);

    assertThat(String.join("", shown)).isEqualTo("so: [KEY] and on");
  }

  @Test
  void noLetterOfTwoCharactersIsCut() throws Exception {
    List<String> shown = shown(window(Outcome.BLOCK), "\ud83d\ude00".repeat(300), 3);

    assertThat(shown).hasSizeGreaterThan(3);
    assertThat(shown)
        .allSatisfy(piece -> assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse());
    assertThat(String.join("", shown)).isEqualTo("\ud83d\ude00".repeat(300));
  }

  private static List<String> shown(TextWindow window, String text, int piece) throws Exception {
    List<String> shown = new ArrayList<>();
    show(window, text, piece, shown);
    return shown;
  }

  private static void show(TextWindow window, String text, int piece, List<String> shown)
      throws Exception {
    for (int at = 0; at < text.length(); at += piece) {
      add(shown, window.take(text.substring(at, Math.min(text.length(), at + piece))));
    }
    add(shown, window.end());
  }

  private static void add(List<String> shown, String more) {
    if (!more.isEmpty()) {
      shown.add(more);
    }
  }

  private static TextWindow window(Outcome outcome) {
    return window(outcome, new RuleSettings(List.of(), Map.of(), EnumSet.of(PersonalData.CARD)));
  }

  private static TextWindow window(RuleSettings rules) {
    return window(Outcome.MASK, rules);
  }

  private static TextWindow window(Outcome outcome, RuleSettings rules) {
    DeclaredCheck check =
        new DeclaredCheck("check", outcome, false, false, Optional.empty(), new RuleCheck(rules));
    Call call = new Call("test", Deadline.after(Duration.ofMinutes(1)));
    return new TextWindow(
        new OutputChecks(new Checks(List.of(List.of(check)), List.of(), true, call, found -> {})),
        SIZE);
  }
}
