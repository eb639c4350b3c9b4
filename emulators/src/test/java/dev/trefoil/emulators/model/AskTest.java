package dev.trefoil.emulators.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.model.Turn.Role;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule by which all emulators call tools, answer in JSON and tell their reasoning. */
class AskTest {

  private static final List<Tool> TOOLS =
      List.of(tool("get_weather"), tool("get_weather_alerts"), tool("send"));

  private static Tool tool(String name) {
    return new Tool(name, Json.of("{'type':'object','properties':{'city':{'type':'string'}}}"));
  }

  private static Turn user(String text) {
    return new Turn(Role.USER, text);
  }

  private static Answer answer(ToolChoice choice, boolean parallel, Turn... turns) {
    return Echo.answer(
        new Ask(
            List.of(turns),
            OptionalInt.empty(),
            List.of(),
            new ToolOffer(TOOLS, choice, parallel),
            new AnswerFormat.Text(),
            false));
  }

  private static List<String> called(ToolChoice choice, boolean parallel, String text) {
    return answer(choice, parallel, user(text)).calls().stream().map(ToolCall::name).toList();
  }

  private static Answer formatted(AnswerFormat format, Turn... turns) {
    return Echo.answer(
        new Ask(List.of(turns), OptionalInt.empty(), List.of(), ToolOffer.NOTHING, format, false));
  }

  @Test
  void toolsAreCalledByNameInOrderOfAppearance() {
    var auto = new ToolChoice.Auto();
    assertThat(called(auto, true, "first send, then get_weather; send again."))
        .containsExactly("send", "get_weather");
    assertThat(called(auto, false, "first send, then get_weather")).containsExactly("send");
    assertThat(called(auto, true, "get_weather_alerts")).containsExactly("get_weather_alerts");
    assertThat(called(auto, true, "hello")).isEmpty();
    assertThat(called(new ToolChoice.None(), true, "send")).isEmpty();
  }

  @Test
  void aForcedModelCallsSomething() {
    assertThat(called(new ToolChoice.Any(), true, "hello")).containsExactly("get_weather");
    assertThat(called(new ToolChoice.Any(), true, "do send")).containsExactly("send");
    assertThat(called(new ToolChoice.Named("send"), true, "get_weather")).containsExactly("send");
  }

  @Test
  void aCallHasTheSmallestArgumentsAndNoText() {
    Answer answer = answer(new ToolChoice.Auto(), true, user("send"));
    assertThat(answer.calls()).containsExactly(new ToolCall("send", Json.of("{'city':'city'}")));
    assertThat(answer.text()).isEmpty();
    assertThat(answer.answerTokens()).isEqualTo(2);
  }

  @Test
  void aCallHasTheObjectThatStandsBehindTheToolsName() {
    assertThat(
            answer(
                    new ToolChoice.Auto(),
                    true,
                    user(
                        "send {'city': 'Oslo', 'more': [1]} and get_weather {later}; send {'city': 'x'}"
                            .replace('\'', '"')))
                .calls())
        .containsExactly(
            new ToolCall("send", Json.of("{'city':'Oslo','more':[1]}")),
            new ToolCall("get_weather", Json.of("{'city':'city'}")));
    assertThat(answer(new ToolChoice.Named("send"), true, user("send {\"city\":\"Oslo\"}")).calls())
        .containsExactly(new ToolCall("send", Json.of("{'city':'Oslo'}")));
    assertThat(answer(new ToolChoice.Auto(), true, user("send [1] {\"city\":")).calls())
        .containsExactly(new ToolCall("send", Json.of("{'city':'city'}")));
  }

  @Test
  void resultsAreRepeatedJoinedBySpaces() {
    Answer answer =
        answer(
            new ToolChoice.Any(),
            true,
            user("get_weather and send"),
            new Turn(Role.MODEL, ""),
            new Turn(Role.TOOL, "sunny"),
            new Turn(Role.TOOL, "sent"));
    assertThat(answer.text()).isEqualTo("sunny sent");
    assertThat(answer.calls()).isEmpty();
  }

  @Test
  void textAfterResultsCountsMoreThanTheResults() {
    Answer answer =
        answer(
            new ToolChoice.Auto(),
            true,
            user("send"),
            new Turn(Role.MODEL, ""),
            new Turn(Role.TOOL, "sent"),
            user("thanks"));
    assertThat(answer.text()).isEqualTo("thanks");
  }

  @Test
  void anAnswerToResultsIsGoneOnWith() {
    Answer answer =
        answer(
            new ToolChoice.Auto(),
            true,
            user("send"),
            new Turn(Role.MODEL, ""),
            new Turn(Role.TOOL, "it was sent"),
            new Turn(Role.MODEL, "it was"),
            user("go on"));
    assertThat(answer.text()).isEqualTo(" sent");
  }

  @Test
  void textBesideACallIsNoInterruptedAnswer() {
    Answer answer =
        answer(
            new ToolChoice.Auto(),
            true,
            user("send it now"),
            new Turn(Role.MODEL, "send"),
            new Turn(Role.TOOL, "sent"));
    assertThat(answer.text()).isEqualTo("sent");
  }

  @Test
  void jsonCarriesTheEcho() {
    assertThat(formatted(new AnswerFormat.AnyObject(), user("hi \"you\"")).text())
        .isEqualTo("{\"echo\":\"hi \\\"you\\\"\"}");
    var schema =
        new AnswerFormat.Schema(
            Json.of("{'type':'object','properties':{'n':{'type':'integer'},'s':{}}}"));
    assertThat(formatted(schema, user("hi")).text()).isEqualTo("{\"n\":1,\"s\":\"hi\"}");
  }

  @Test
  void interruptedJsonIsGoneOnWith() {
    Answer answer =
        formatted(
            new AnswerFormat.AnyObject(),
            user("one two"),
            new Turn(Role.MODEL, "{\"echo\":\"one"),
            user("go on"));
    assertThat(answer.text()).isEqualTo(" two\"}");
  }

  @Test
  void reasoningTellsTheFirstThreeWords() {
    Answer answer =
        Echo.answer(
            new Ask(
                List.of(user("  one two\nthree four")),
                OptionalInt.empty(),
                List.of(),
                ToolOffer.NOTHING,
                new AnswerFormat.Text(),
                true));
    assertThat(answer.reasoning()).isEqualTo("I was asked: one two\nthree");
    assertThat(answer.reasoningTokens()).isEqualTo(6);
    assertThat(answer.totalTokens()).isEqualTo(4 + 6 + 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "1234", "12345", "{\"city\":\"city\"}", "{\"a\":\"👋👋👋👋👋\"}"})
  void fragmentsGiveTheTextBackWithoutHalves(String text) {
    List<String> pieces = Fragments.of(text);
    assertThat(String.join("", pieces)).isEqualTo(text);
    assertThat(pieces.size()).isGreaterThanOrEqualTo(text.length() > 4 ? 2 : 1);
    assertThat(pieces)
        .noneMatch(p -> !p.isEmpty() && Character.isHighSurrogate(p.charAt(p.length() - 1)));
  }
}
