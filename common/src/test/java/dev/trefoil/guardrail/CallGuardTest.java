package dev.trefoil.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Usage;
import dev.trefoil.gateway.AnswerStoppedException;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.gateway.GuardrailException.Reason;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.residency.Residency;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a call whose checks cannot be had, or find something they cannot place. */
class CallGuardTest {
  private static final Check ABSENT =
      (texts, side, call) -> {
        throw new UncheckedTextException("down", null);
      };

  private static final Check SOMETHING = (texts, side, call) -> List.of(Found.in(0, "hate"));
  private static final Check PARTLY =
      (texts, side, call) -> {
        throw UncheckedTextException.partly(
            "by part", List.of(new Found("email", 0, 0, texts.getFirst().length())));
      };

  private static final Check CARDS =
      new RuleCheck(new RuleSettings(List.of(), Map.of(), EnumSet.of(PersonalData.CARD)));

  private static final Check NOTHING = (texts, side, call) -> List.of();

  private final List<GuardrailFinding> found = new ArrayList<>();
  private final List<ChatEvent> heard = new ArrayList<>();
  private List<String> places = List.of();

  @Test
  void aCheckThatLeavesThePlacesOfACallIsNotAsked() throws Exception {
    List<DeclaredCheck> entry =
        List.of(
            new DeclaredCheck(
                "far",
                Outcome.BLOCK,
                true,
                false,
                Optional.of(Residency.of("us")),
                (texts, side, call) -> {
                  throw new AssertionError("asked");
                }),
            new DeclaredCheck(
                "near", Outcome.FLAG, true, false, Optional.of(Residency.of("eu")), SOMETHING));
    places = List.of("eu");

    assertThat(guard(true, entry).input(request())).isEqualTo(request());
    assertThat(found)
        .containsExactly(new GuardrailFinding("near", Side.INPUT, Outcome.FLAG, List.of("hate")));
  }

  @Test
  void aRequestThatCannotBeCheckedIsNotSent() {
    GuardrailException refused =
        catchThrowableOfType(
            GuardrailException.class,
            () -> guard(true, entry("first", Outcome.BLOCK, ABSENT)).input(request()));

    assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("'first'").hasMessageContaining("input");
    assertThat(found).isEmpty();
  }

  @Test
  void anOpenRouteSendsItAndSaysSo() throws Exception {
    ChatRequest sent = guard(false, entry("first", Outcome.BLOCK, ABSENT)).input(request());

    assertThat(sent).isEqualTo(request());
    assertThat(found)
        .containsExactly(new GuardrailFinding("first", Side.INPUT, Outcome.UNCHECKED, List.of()));
  }

  @Test
  void anotherCheckStandsInForOneThatCannotBeHad() {
    List<DeclaredCheck> entry =
        List.of(
            entry("first", Outcome.BLOCK, ABSENT).getFirst(),
            entry("second", Outcome.BLOCK, SOMETHING).getFirst());

    GuardrailException refused =
        catchThrowableOfType(GuardrailException.class, () -> guard(true, entry).input(request()));

    assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
    assertThat(refused).hasMessage("The request was refused by the guardrail 'second': hate.");
  }

  @Test
  void aStandInIsNotAskedWhereTheFirstHasAnswered() throws Exception {
    List<DeclaredCheck> entry =
        List.of(
            entry("first", Outcome.BLOCK, NOTHING).getFirst(),
            entry("second", Outcome.BLOCK, SOMETHING).getFirst());

    assertThat(guard(true, entry).input(request())).isEqualTo(request());
  }

  @Test
  void whatCannotBePlacedCannotBeMaskedAndIsRefused() {
    GuardrailException refused =
        catchThrowableOfType(
            GuardrailException.class,
            () -> guard(true, entry("first", Outcome.MASK, SOMETHING)).input(request()));

    assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
  }

  @Test
  void anAnswerThatCannotBeCheckedIsNotShown() {
    for (boolean stream : new boolean[] {false, true}) {
      AnswerListener checked = checked(guard(true, entry("first", Outcome.BLOCK, ABSENT)), stream);

      AnswerStoppedException stopped =
          catchThrowableOfType(AnswerStoppedException.class, () -> answer(checked));

      assertThat(stopped.why())
          .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Reason.UNAVAILABLE));
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void anOpenRouteShowsItAndSaysSo() {
    answer(checked(guard(false, entry("first", Outcome.BLOCK, ABSENT)), true));

    assertThat(heard).hasSize(3);
    assertThat(found)
        .containsExactly(new GuardrailFinding("first", Side.OUTPUT, Outcome.UNCHECKED, List.of()));
  }

  @Test
  void whatACheckHasFoundThatLookedAtAPartIsRefused() {
    GuardrailException refused =
        catchThrowableOfType(
            GuardrailException.class,
            () -> guard(true, entry("first", Outcome.BLOCK, PARTLY)).input(request()));

    assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"MASK", "FLAG"})
  void aCheckThatLookedAtAPartCannotBeHadWhereWhatItFoundWouldPass(Outcome outcome) {
    GuardrailException refused =
        catchThrowableOfType(
            GuardrailException.class,
            () -> guard(true, entry("first", outcome, PARTLY)).input(request()));

    assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void anOpenRouteMasksWhatWasFoundAllTheSame() throws Exception {
    ChatRequest sent = guard(false, entry("first", Outcome.MASK, PARTLY)).input(request());

    assertThat(sent.messages()).containsExactly(Message.of(Role.USER, "[EMAIL_1]"));
    assertThat(found)
        .containsExactly(
            new GuardrailFinding("first", Side.INPUT, Outcome.MASK, List.of("email")),
            new GuardrailFinding("first", Side.INPUT, Outcome.UNCHECKED, List.of()));
  }

  @Test
  void aNumberOfAnotherFieldThatIsMaskedIsAJsonString() throws Exception {
    ChatRequest asked =
        request().withExtras(Map.of("card", "4111111111111111", "other", "7", "text", "\"hi\""));

    ChatRequest sent = guard(true, entry("cards", Outcome.MASK, CARDS)).input(asked);

    assertThat(sent.extras())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("card", "\"[CARD_1]\"", "other", "7", "text", "\"hi\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'container_upload','file_id':'f'} | true",
        "{'type':'image_generation_call','result':'aGk='} | true",
        "{'type':'computer_call_output','output':[{'type':'input_image'}]} | true",
        "{'type':'other','content':{'source':{'type':'base64','data':'aGk='}}} | true",
        "{'type':'other','source':{'type':'text','data':'hi'}} | false",
        "{'type':'web_search_tool_result','content':[{'url':'https://example.com'}]} | false",
      })
  void mediaWithinWhatOnlyOneProtocolKnowsIsRefused(String json, boolean media) throws Exception {
    Part part =
        new Part.NativePart(
            new Native(Native.ANTHROPIC_MESSAGES, "", Native.ITEM, json.replace('\'', '"')));
    ChatRequest asked =
        request().withMessages(List.of(Message.of(Role.USER, "hi").withParts(List.of(part))));
    CallGuard guard =
        guard(
            true,
            List.of(
                new DeclaredCheck("first", Outcome.FLAG, true, true, Optional.empty(), NOTHING)));

    if (media) {
      assertThat(catchThrowableOfType(GuardrailException.class, () -> guard.input(asked)))
          .hasMessageContaining("media");
    } else {
      assertThat(guard.input(asked)).isEqualTo(asked);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"BLOCK", "FLAG"})
  void aWordOnBothSidesOfACitationIsSeenWhole(Outcome outcome) {
    RuleCheck words =
        new RuleCheck(new RuleSettings(List.of("Project Halcyon"), Map.of(), Set.of()));
    AnswerListener checked = checked(guard(true, entry("words", outcome, words)), true);
    checked.onStart(new AnswerStart(new Target("a", "one"), Trail.NONE, List.of()));

    Throwable thrown =
        catchThrowable(
            () -> {
              checked.onEvent(new TextDelta("about Project Hal"));
              checked.onEvent(
                  new NativeDelta(
                      0, new Native(Native.ANTHROPIC_MESSAGES, "m", "citations", "[{}]")));
              checked.onEvent(new TextDelta("cyon, and more"));
              checked.onEvent(new ChoiceFinished(0, FinishReason.STOP));
            });

    assertThat(thrown instanceof AnswerStoppedException).isEqualTo(outcome == Outcome.BLOCK);
    assertThat(found)
        .containsExactly(new GuardrailFinding("words", Side.OUTPUT, outcome, List.of("words")));
    assertThat(heard.contains(new TextDelta("cyon, and more"))).isEqualTo(outcome == Outcome.FLAG);
  }

  /** Looks at images of one type, in which it finds something. */
  private static final class Sees implements Check {
    @Override
    public List<Found> find(List<String> texts, Side side, CheckCall asking) {
      return List.of();
    }

    @Override
    public boolean takes(Media.Inline image) {
      return image.type().equals("image/png");
    }

    @Override
    public List<Found> findIn(Media.Inline image, CheckCall asking) {
      return image.base64().equals("aGk=") ? List.of(Found.in(0, "hate")) : List.of();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, aGk=, hate",
    "image/png, aG8=,",
    "image/gif, aG8=, media",
  })
  void imagesAreLookedAtOrRefused(String type, String base64, String found) throws Exception {
    CallGuard guard =
        guard(
            true,
            List.of(
                new DeclaredCheck(
                    "first", Outcome.MASK, true, true, Optional.empty(), new Sees())));
    ChatRequest asked = asking(new Part.Image(new Media.Inline(type, base64)));

    if (found == null) {
      assertThat(guard.input(asked)).isEqualTo(asked);
    } else {
      assertThat(catchThrowableOfType(GuardrailException.class, () -> guard.input(asked)))
          .hasMessage("The request was refused by the guardrail 'first': " + found + ".");
    }
  }

  @Test
  void whatLiesSomewhereIsNotLookedAt() {
    CallGuard guard =
        guard(
            true,
            List.of(
                new DeclaredCheck(
                    "first", Outcome.BLOCK, true, true, Optional.empty(), new Sees())));
    Media remote = new Media.Remote(URI.create("https://example.com/a.png"));

    assertThat(
            catchThrowableOfType(
                GuardrailException.class, () -> guard.input(asking(new Part.Image(remote)))))
        .hasMessageContaining("media");
  }

  /** Nobody has seen the image then. */
  @Test
  void aStandInThatLooksAtNoImagesDoesNotStandInForOneThatDoes() {
    Check absent =
        new Check() {
          @Override
          public List<Found> find(List<String> texts, Side side, CheckCall asking)
              throws UncheckedTextException {
            throw new UncheckedTextException("down", null);
          }

          @Override
          public boolean takes(Media.Inline image) {
            return true;
          }
        };
    CallGuard guard =
        guard(
            true,
            List.of(
                new DeclaredCheck("first", Outcome.BLOCK, true, true, Optional.empty(), absent),
                new DeclaredCheck("next", Outcome.BLOCK, true, false, Optional.empty(), NOTHING)));
    ChatRequest asked = asking(new Part.Image(new Media.Inline("image/png", "aGk=")));

    GuardrailException refused =
        catchThrowableOfType(GuardrailException.class, () -> guard.input(asked));

    assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  private static ChatRequest asking(Part part) {
    return request().withMessages(List.of(Message.of(Role.USER, "hi").withParts(List.of(part))));
  }

  /** Its provider would not take the other words back. */
  @Test
  void aMarkOnThoughtsThatWereMaskedIsNotGiven() {
    AnswerListener checked = checked(guard(true, entry("cards", Outcome.MASK, CARDS)), false);
    ReasoningSigned second = new ReasoningSigned(0, new Signature(Signature.ANTHROPIC, "second"));

    checked.onStart(new AnswerStart(new Target("a", "one"), Trail.NONE, List.of()));
    checked.onEvent(new ReasoningDelta(0, "the card 4111 1111 1111 1111"));
    checked.onEvent(new ReasoningSigned(0, new Signature(Signature.ANTHROPIC, "first")));
    checked.onEvent(new ReasoningDelta(0, "all is well"));
    checked.onEvent(second);
    checked.onEvent(new ChoiceFinished(0, FinishReason.STOP));
    checked.onEvent(new Finished(Usage.NONE));

    assertThat(heard)
        .containsExactly(
            new ReasoningDelta(0, "the card [CARD]"),
            new ReasoningDelta(0, "all is well"),
            second,
            new ChoiceFinished(0, FinishReason.STOP),
            new Finished(Usage.NONE));
  }

  private CallGuard guard(boolean closed, List<DeclaredCheck> entry) {
    Call call = new Call("test", Deadline.after(Duration.ofMinutes(1)));
    return new CallGuard(
        new Checks(List.of(entry), places, closed, call, found::add),
        new Checks(List.of(entry), places, closed, call, found::add),
        64);
  }

  private static List<DeclaredCheck> entry(String name, Outcome outcome, Check check) {
    return List.of(new DeclaredCheck(name, outcome, true, false, Optional.empty(), check));
  }

  private AnswerListener checked(CallGuard guard, boolean stream) {
    return guard.checked(
        request().withStream(stream),
        new AnswerListener() {
          @Override
          public void onStart(AnswerStart start) {}

          @Override
          public void onEvent(ChatEvent event) {
            heard.add(event);
          }
        });
  }

  private static void answer(AnswerListener listener) {
    listener.onStart(new AnswerStart(new Target("a", "one"), Trail.NONE, List.of()));
    listener.onEvent(new TextDelta("hi"));
    listener.onEvent(new ChoiceFinished(0, FinishReason.STOP));
    listener.onEvent(new Finished(Usage.NONE));
  }

  private static ChatRequest request() {
    return new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false);
  }
}
