// What all emulated model services have in common, as one specification that each protocol runs.
package dev.trefoil.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Seen.Ending;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault and control, plain and streamed, at the wire. */
public abstract class ModelServiceContract {

  private static final String TEXT = "one two three four five";

  /** The emulator under test. */
  protected ModelEmulator emulator;

  /** Starts the emulator under test. */
  protected abstract ModelEmulator start();

  /**
   * Sends one user message, or as many as there are texts: user, model, user and so on.
   *
   * @param enough how many pieces are to be waited for; after them, nothing more for a moment
   *     counts as never
   */
  protected abstract Seen chat(boolean stream, int enough, int maxTokens, String... texts);

  /** The same with a credential that the service does not accept. */
  protected abstract Seen chatAsStranger(boolean stream);

  /**
   * The service's name for an error, by the failure's kind; {@code unauthenticated} for strangers.
   */
  protected abstract String errorOf(String kind);

  /** How a content filter's intervention ends, and its error or reason. */
  protected abstract Ending filterEnding();

  /** How a reset looks to the protocol's client. */
  protected Ending resetEnding() {
    return Ending.RESET;
  }

  /** The least number of tokens that an answer can be limited to, or more. */
  protected int leastLimit() {
    return 2;
  }

  /** The service's reason for an answer that reached its limit. */
  protected abstract String limitReason();

  /** The service's reason for an answer that came to its end. */
  protected abstract String stopReason();

  /** A native error body whose error is {@link #errorOf} native. */
  protected abstract String nativeError();

  /** A whole native answer that says {@code from reply}. */
  protected abstract String nativeAnswer();

  /** Native events that say {@code from} and {@code reply}, with their end marks. */
  protected abstract String nativeEvents();

  /** Native events that say {@code from} and nothing more, without end marks. */
  protected abstract String nativeBeginning();

  /** The principal of the credential that {@link #chat} uses. */
  protected abstract String principal();

  @BeforeEach
  void startEmulator() {
    emulator = start();
  }

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  private Seen chat(boolean stream) {
    return chat(stream, Integer.MAX_VALUE, 0, TEXT);
  }

  private void strikeOnce(Failure failure) {
    emulator.controls().fault(Fault.next(1, failure));
  }

  @Test
  void aPlainAnswerRepeatsTheUsersText() {
    Seen seen = chat(false);
    assertThat(seen).isEqualTo(Seen.answer(Ending.WHOLE, List.of(TEXT), stopReason()));
  }

  @Test
  void aStreamedAnswerIsOneTokenAWord() {
    Seen seen = chat(true);
    List<String> words = List.of("one", " two", " three", " four", " five");
    assertThat(seen).isEqualTo(Seen.answer(Ending.WHOLE, words, stopReason()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whiteSpaceAndScriptsComeBackExactly(boolean stream) {
    String text = "  Grüße,\n\tдорогой 世界 👋🏽 \"q\" \\ end  ";
    assertThat(chat(stream, Integer.MAX_VALUE, 0, text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itGoesOnWhereItWasInterrupted(boolean stream) {
    Seen seen = chat(stream, Integer.MAX_VALUE, 0, TEXT, "one two thr", "please go on");
    assertThat(seen.text()).isEqualTo("ee four five");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFinishedAnswerIsNotGoneOnWith(boolean stream) {
    assertThat(chat(stream, Integer.MAX_VALUE, 0, TEXT, TEXT, "next").text()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLimitOfTokensIsKept(boolean stream) {
    Seen seen = chat(stream, Integer.MAX_VALUE, leastLimit(), "x" + " y".repeat(leastLimit()));
    assertThat(seen.text()).isEqualTo("x" + " y".repeat(leastLimit() - 1));
    assertThat(seen.reason()).isEqualTo(limitReason());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStrangerIsRefusedAndNotedWithoutAPrincipal(boolean stream) {
    assertThat(chatAsStranger(stream)).isEqualTo(Seen.error(errorOf("unauthenticated"), -1));
    assertThat(emulator.controls().journal())
        .singleElement()
        .extracting(JournalEntry::principal)
        .isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOutageIsAnError(boolean stream) {
    strikeOnce(new Failure.Outage());
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("outage"), -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThrottleHasNoHintUnlessTold(boolean stream) {
    strikeOnce(new Failure.Throttle(OptionalInt.empty()));
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("throttle"), -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThrottleTellsItsHint(boolean stream) {
    strikeOnce(new Failure.Throttle(OptionalInt.of(7)));
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("throttle"), 7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyNativeErrorCanBeHad(boolean stream) {
    strikeOnce(new Failure.NativeError(400, Optional.of(Json.of(nativeError()))));
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("native"), -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNativeErrorHasAUsualBody(boolean stream) {
    strikeOnce(new Failure.NativeError(500, Optional.empty()));
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("error"), -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResetComesBeforeAnyAnswer(boolean stream) {
    strikeOnce(new Failure.Reset());
    assertThat(chat(stream)).isEqualTo(Seen.answer(resetEnding(), List.of(), ""));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silenceIsNoAnswerAtAll(boolean stream) {
    strikeOnce(new Failure.Silent());
    assertThat(chat(stream, 0, 0, TEXT)).isEqualTo(Seen.answer(Ending.SILENT, List.of(), ""));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowAnswerIsWholeInTheEnd(boolean stream) {
    strikeOnce(new Failure.Slow(1));
    Seen seen = chat(stream);
    assertThat(seen.ending()).isEqualTo(Ending.WHOLE);
    assertThat(seen.text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowAnswerHasNoTokenBeforeItsTime(boolean stream) {
    strikeOnce(new Failure.Slow(3_600_000));
    Seen seen = chat(stream, 0, 0, TEXT);
    assertThat(seen.ending()).isIn(Ending.SILENT, Ending.STALLED);
    assertThat(seen.pieces()).isEmpty();
  }

  @Test
  void aStalledStreamStopsAfterItsTokens() {
    strikeOnce(new Failure.Stall(2));
    assertThat(chat(true, 2, 0, TEXT))
        .isEqualTo(Seen.answer(Ending.STALLED, List.of("one", " two"), ""));
  }

  @Test
  void aStallAfterAllTokensWithholdsTheEndMark() {
    strikeOnce(new Failure.Stall(99));
    assertThat(chat(true, 5, 0, TEXT).ending()).isEqualTo(Ending.STALLED);
  }

  @Test
  void aStalledPlainAnswerBeginsButDoesNotEnd() {
    strikeOnce(new Failure.Stall(2));
    assertThat(chat(false, 0, 0, TEXT).ending()).isIn(Ending.STALLED, Ending.SILENT);
  }

  @Test
  void aCutStreamEndsAfterItsTokens() {
    strikeOnce(new Failure.Cut(3));
    assertThat(chat(true)).isEqualTo(Seen.answer(Ending.CUT, List.of("one", " two", " three"), ""));
  }

  @Test
  void aCutBeforeAnyTokenIsACut() {
    strikeOnce(new Failure.Cut(0));
    assertThat(chat(true)).isEqualTo(Seen.answer(Ending.CUT, List.of(), ""));
  }

  @Test
  void aCutAfterAllTokensWithholdsTheEndMark() {
    strikeOnce(new Failure.Cut(99));
    Seen seen = chat(true);
    assertThat(seen.ending()).isEqualTo(Ending.CUT);
    assertThat(seen.text()).isEqualTo(TEXT);
  }

  @Test
  void aCutPlainAnswerEndsInTheMiddle() {
    strikeOnce(new Failure.Cut(3));
    assertThat(chat(false).ending()).isEqualTo(Ending.CUT);
  }

  @Test
  void aMalformedStreamBreaksAtItsSecondToken() {
    strikeOnce(new Failure.Malformed());
    Seen seen = chat(true);
    assertThat(seen.ending()).isEqualTo(Ending.BROKEN);
    assertThat(seen.pieces().getFirst()).isEqualTo("one");
    assertThat(seen.pieces()).doesNotContain(" two");
  }

  @Test
  void aMalformedPlainAnswerCannotBeRead() {
    strikeOnce(new Failure.Malformed());
    assertThat(chat(false).ending()).isEqualTo(Ending.BROKEN);
  }

  @Test
  void aStreamCanBeHeldOpenAfterItsEnd() {
    strikeOnce(new Failure.Odd(Oddity.HELD_OPEN));
    Seen seen = chat(true, 5, 0, TEXT);
    assertThat(seen.ending()).isEqualTo(Ending.STALLED);
    assertThat(seen.text()).isEqualTo(TEXT);
  }

  @Test
  void anErrorCanComeWithinAStream() {
    strikeOnce(new Failure.Odd(Oddity.ERROR_IN_STREAM));
    Seen seen = chat(true);
    assertThat(seen.reason()).isEmpty();
    assertThat(seen.text()).isIn("", "one two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReasonToStopCanBeMissing(boolean stream) {
    strikeOnce(new Failure.Odd(Oddity.NO_FINISH_REASON));
    Seen seen = chat(stream);
    assertThat(seen.text()).isEqualTo(TEXT);
    assertThat(seen.reason()).isIn("", "FINISH_REASON_UNSPECIFIED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPromptCanBeTooLong(boolean stream) {
    strikeOnce(new Failure.ContextLength());
    assertThat(chat(stream)).isEqualTo(Seen.error(errorOf("context_length"), -1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theContentFilterCanStepIn(boolean stream) {
    strikeOnce(new Failure.ContentFilter());
    Seen seen = chat(stream);
    assertThat(seen.ending()).isEqualTo(filterEnding());
    assertThat(seen.error() + seen.reason()).isEqualTo(errorOf("content_filter"));
  }

  @Test
  void aFaultStrikesAsOftenAsToldAndCanBeCleared() {
    emulator.controls().fault(Fault.next(2, new Failure.Outage()));
    assertThat(chat(false).ending()).isEqualTo(Ending.ERROR);
    assertThat(emulator.controls().fault()).contains(Fault.next(1, new Failure.Outage()));
    assertThat(chat(true).ending()).isEqualTo(Ending.ERROR);
    assertThat(emulator.controls().fault()).isEmpty();
    assertThat(chat(false).ending()).isEqualTo(Ending.WHOLE);

    emulator.controls().fault(Fault.always(new Failure.Outage()));
    assertThat(chat(false).ending()).isEqualTo(Ending.ERROR);
    assertThat(chat(false).ending()).isEqualTo(Ending.ERROR);
    emulator.controls().clearFault();
    assertThat(chat(false).ending()).isEqualTo(Ending.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repliesAreGivenInOrderInTheFormThatIsAskedFor(boolean stream) {
    ServiceKind kind = emulator.kind();
    emulator
        .controls()
        .replies(
            List.of(
                Reply.parse(Json.of("{'json': %s}".formatted(nativeAnswer())), kind),
                Reply.parse(Json.of("{'events': %s}".formatted(nativeEvents())), kind)));
    for (int i = 0; i < 2; i++) {
      Seen seen = chat(stream);
      assertThat(seen.ending()).isEqualTo(Ending.WHOLE);
      assertThat(seen.text()).isEqualTo("from reply");
    }
    assertThat(emulator.controls().replies()).isEmpty();
    assertThat(chat(stream).text()).isEqualTo(TEXT);
  }

  @Test
  void eventsAreSentVerbatimWithoutAnEndMarkOfOurs() {
    emulator
        .controls()
        .replies(
            List.of(
                Reply.parse(
                    Json.of("{'events': %s}".formatted(nativeBeginning())), emulator.kind())));
    Seen seen = chat(true);
    assertThat(seen.pieces()).containsExactly("from");
    assertThat(seen.reason()).isEmpty();
  }

  @Test
  void theJournalHoldsWhatCameWithoutCredentials() {
    chat(false);
    chat(true);
    assertThat(emulator.controls().journal())
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.service()).isEqualTo("under-test");
              assertThat(entry.method()).isEqualTo("POST");
              assertThat(entry.principal()).isEqualTo(principal());
              assertThat(entry.body().toString()).contains(TEXT);
              assertThat(entry.headers())
                  .doesNotContainKeys("authorization", "x-amz-security-token")
                  .isNotEmpty();
            });
    emulator.controls().clearJournal();
    assertThat(emulator.controls().journal()).isEmpty();
  }

  @Test
  void aTokenWaitsForItsPace() {
    var tokens = new Semaphore(0);
    var asked = new Semaphore(0);
    emulator
        .controls()
        .pace(
            token -> {
              asked.release();
              tokens.acquire();
            });
    CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> chat(true));
    for (int i = 0; i < 5; i++) {
      asked.acquireUninterruptibly();
      assertThat(seen).isNotDone();
      tokens.release();
    }
    assertThat(seen.join().text()).isEqualTo(TEXT);
  }

  @Test
  void closingEndsACallThatWouldNeverEnd() {
    var held = new Semaphore(0);
    emulator
        .controls()
        .pace(
            token -> {
              held.release();
              new Semaphore(0).acquire();
            });
    CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> chat(true));
    held.acquireUninterruptibly();
    emulator.close();
    assertThat(seen.join().ending()).isIn(Ending.CUT, Ending.RESET);
  }
}
