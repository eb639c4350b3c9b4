package dev.trefoil.emulators.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.model.Answer.End;
import dev.trefoil.emulators.model.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {

  private static Answer answer(String... turns) {
    return answer(OptionalInt.empty(), List.of(), turns);
  }

  private static Answer answer(OptionalInt limit, List<String> stops, String... turns) {
    List<Turn> conversation = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      conversation.add(new Turn(i % 2 == 0 ? Role.USER : Role.MODEL, turns[i]));
    }
    return Echo.answer(conversation, limit, stops);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a", " a", "a ", "  a  b\n\tc  ", "one two three"})
  void wordsGiveTheTextBack(String text) {
    assertThat(String.join("", Words.split(text))).isEqualTo(text);
  }

  @Test
  void aWordHasTheSpaceBeforeIt() {
    assertThat(Words.split("  a bc\n d ")).containsExactly("  a", " bc", "\n d ");
    assertThat(Words.count("  a bc\n d ")).isEqualTo(3);
    assertThat(Words.count("  ")).isZero();
  }

  @Test
  void theLastUserMessageIsRepeatedAndCounted() {
    assertThat(answer("first one", "ok", "second one here"))
        .isEqualTo(new Answer("second one here", End.DONE, 6, 3));
  }

  @Test
  void anInterruptedAnswerIsGoneOnWithWhateverFollows() {
    assertThat(answer("a b c d", "a b", "go on").text()).isEqualTo(" c d");
    assertThat(answer("a b c d", "a b").text()).isEqualTo(" c d");
    assertThat(answer("a b c d", "a b ", "begin with\na b\nand go on").text()).isEqualTo("a b c d");
    assertThat(answer("a b c d", "a b c", "begin with\nb c\nand go on").text()).isEqualTo("b c d");
    assertThat(answer("a b c d", "a b c d", "begin with\nc d\nand go on").text()).isEqualTo("c d");
    assertThat(answer("x", "x", "a b c d", "a b c", "go on").text()).isEqualTo(" d");
  }

  @Test
  void whatIsNoBeginningIsNotGoneOnWith() {
    assertThat(answer("a b c", "a b c", "next").text()).isEqualTo("next");
    assertThat(answer("a b c", "b", "next").text()).isEqualTo("next");
    assertThat(answer("a b c", "", "next").text()).isEqualTo("next");
  }

  @Test
  void theLimitCutsBetweenWords() {
    assertThat(answer(OptionalInt.of(2), List.of(), "a b c"))
        .isEqualTo(new Answer("a b", End.LIMIT, 3, 2));
    assertThat(answer(OptionalInt.of(3), List.of(), "a b c").end()).isEqualTo(End.DONE);
  }

  @Test
  void theFirstStopSequenceEnds() {
    assertThat(answer(OptionalInt.of(9), List.of("c", "b", ""), "a b c"))
        .isEqualTo(new Answer("a ", End.STOP_SEQUENCE, 3, 1));
  }

  @Test
  void thereIsAnAnswerToAnImageAlone() {
    assertThat(answer("").text()).isEqualTo(Echo.NO_TEXT);
    assertThat(Echo.answer(List.of(), OptionalInt.empty(), List.of()).text())
        .isEqualTo(Echo.NO_TEXT);
  }
}
