package dev.trefoil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.local.drill.Question.Shape;
import dev.trefoil.local.drill.Reply.MalformedException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the drill takes for an answer, for an honest error, and for neither. */
class VerdictTest {
  private static final Question TEXT = new Question("1", Shape.TEXT, true, "one two three");
  private static final Question JSON = new Question("2", Shape.JSON, true, "one two three");
  private static final Question TOOL = new Question("3", Shape.TOOL, true, "one two three");
  private static final String STOP = chunk("{}", "stop");
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ERROR =
      "event: error\ndata: {\"error\":{\"message\":\"gone\",\"type\":\"api_error\",\"attempts\":[{},{}]}}\n\n";

  @Test
  void aStreamIsWholeWithAllItsWordsAFinishReasonAndAnEndMark() throws Exception {
    Reply reply = stream(content("one two"), ": keep-alive\n\n", content(" three"), STOP, DONE);

    assertThat(Verdict.of(TEXT, reply).kind()).isEqualTo(Verdict.Kind.WHOLE);
  }

  @Test
  void aTruncatedAnswerThatIsPassedOffAsWholeIsWrong() throws Exception {
    Reply reply = stream(content("one two"), STOP, DONE);

    assertThat(Verdict.of(TEXT, reply).kind()).isEqualTo(Verdict.Kind.WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one two threethree", "one two four", "one two three Your answer", ""})
  void anAnswerOfOtherWordsIsWrong(String said) throws Exception {
    assertThat(Verdict.of(TEXT, stream(content(said), STOP, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(Verdict.of(TEXT, plain(200, message(said, "stop"))).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void aStreamThatJustEndsIsWrongEvenWhenAllWordsCame() throws Exception {
    assertThat(Verdict.of(TEXT, stream(content("one two three"))).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(Verdict.of(TEXT, stream(content("one two three"), STOP)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void anEndMarkWithoutAFinishReasonIsWrong() throws Exception {
    assertThat(Verdict.of(TEXT, stream(content("one two three"), DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(
            Verdict.of(TEXT, stream(content("one two three"), chunk("{}", "length"), DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void anErrorAtTheEndOfAStreamIsAnErrorIfWhatCameBeforeWasTrue() throws Exception {
    assertThat(Verdict.of(TEXT, stream(content("one two"), ERROR)).kind())
        .isEqualTo(Verdict.Kind.ERROR);
    assertThat(Verdict.of(TEXT, stream(content("one three"), ERROR)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void anErrorAfterAModelHasRunAwayWithAnAnswerIsOne() throws Exception {
    assertThat(Verdict.of(TEXT, stream(content("one two three three three"), ERROR)).kind())
        .isEqualTo(Verdict.Kind.ERROR);
    assertThat(Verdict.of(TEXT, stream(content("one two three three"), STOP, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void anErrorWithAnEndMarkAfterItIsNoReply() {
    assertThatThrownBy(() -> stream(content("one two"), ERROR, DONE))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "{\"message\":\"Service Unavailable\"}", "{\"error\":\"broken\"}"})
  void anErrorThatDoesNotSayWhatItIsIsNoReply(String body) {
    assertThatThrownBy(() -> plain(503, body)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aStreamThatEndsWithinAnEventIsNoReply() {
    assertThatThrownBy(() -> stream(content("one"), "data: {\"choices\""))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void plainAnswersAndErrorsAreToldApart() throws Exception {
    String error = "{\"error\":{\"message\":\"none left\",\"type\":\"api_error\"}}";

    assertThat(Verdict.of(TEXT, plain(200, message("one two three", "stop"))).kind())
        .isEqualTo(Verdict.Kind.WHOLE);
    assertThat(Verdict.of(TEXT, plain(503, error)).kind()).isEqualTo(Verdict.Kind.ERROR);
    assertThat(Verdict.of(TEXT, plain(200, message("Sorry.", "content_filter"))).kind())
        .isEqualTo(Verdict.Kind.ERROR);
  }

  @Test
  void jsonMustSayTheSameHoweverItIsSpaced() throws Exception {
    assertThat(
            Verdict.of(JSON, stream(content("{ \"said\":\"one two three\" }"), STOP, DONE)).kind())
        .isEqualTo(Verdict.Kind.WHOLE);
    assertThat(Verdict.of(JSON, stream(content("{\"said\":\"one two\"}"), STOP, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(Verdict.of(JSON, stream(content("{\"said\":\"one two"), STOP, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
  }

  @Test
  void aToolIsCalledOnceByItsNameWithAllItsArguments() throws Exception {
    String begun = call("\"name\":\"look_up\",\"arguments\":\"\"");
    String first = call("\"arguments\":\"{\\\"said\\\":\\\"one \"");
    String second = call("\"arguments\":\"two three\\\"}\"");
    String end = chunk("{}", "tool_calls");

    assertThat(Verdict.of(TOOL, stream(begun, first, second, end, DONE)).kind())
        .isEqualTo(Verdict.Kind.WHOLE);
    assertThat(Verdict.of(TOOL, stream(begun, first, end, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(Verdict.of(TOOL, stream(begun, begun, first, second, end, DONE)).kind())
        .isEqualTo(Verdict.Kind.WRONG);
    assertThat(Verdict.of(TOOL, stream(begun, first, ERROR)).kind()).isEqualTo(Verdict.Kind.ERROR);
  }

  @Test
  void attemptsAreThoseOfTheLastWord() throws Exception {
    String account = ": trefoil {\"trail\":\"\",\"attempts\":4}\n\n";

    assertThat(stream(content("one"), STOP, account, DONE).attempts()).hasValue(4);
    assertThat(stream(content("one"), ERROR).attempts()).hasValue(2);
    assertThat(plain(200, message("one", "stop")).attempts()).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void aResultWithOneTruncatedAnswerIsNotGood(Shape shape) throws Exception {
    Question question = new Question("4", shape, true, "one two three");
    Tally tally = new Tally();
    Reply cut = stream(content("one two"), STOP, DONE);
    tally.add(
        "aws",
        new Caller.Outcome(question, Verdict.of(question, cut), Optional.of(cut), "", "", false),
        Map.of("bedrock", Optional.empty()),
        "fair");
    tally.seen(1, false, "fair");

    assertThat(tally.result().wrong()).isEqualTo(1);
    assertThat(tally.result().isGood()).isFalse();
    assertThat(tally.result().complaints()).singleElement().asString().contains("aws");
  }

  private static Reply stream(String... events) throws MalformedException {
    return Reply.read(
        200, "text/event-stream; charset=utf-8", OptionalInt.of(1), String.join("", events));
  }

  private static Reply plain(int status, String body) throws MalformedException {
    return Reply.read(status, "application/json", OptionalInt.of(1), body);
  }

  private static String content(String text) {
    return chunk("{\"content\":\"" + text.replace("\"", "\\\"") + "\"}", "");
  }

  private static String call(String function) {
    return chunk("{\"tool_calls\":[{\"index\":0,\"function\":{" + function + "}}]}", "");
  }

  private static String chunk(String delta, String finish) {
    String reason = finish.isEmpty() ? "null" : '"' + finish + '"';
    return "data: {\"choices\":[{\"delta\":%s,\"finish_reason\":%s}]}\n\n".formatted(delta, reason);
  }

  private static String message(String text, String finish) {
    return "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"%s\"}]}"
        .formatted(text, finish);
  }
}
