package dev.trefoil.continuation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTest {
  private static final String TALE =
      "Once upon a time there was a fox who lived under the roots of an old oak. Every evening he"
          + " went down to the river, and every evening the river told him something new. ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // sent | continuation | what is new of it
        "\"The quick brown \"    | \"The quick brown fox jumps.\"       | \"fox jumps.\"",
        "\"The quick brown\"     | \"The quick brown fox jumps.\"       | \" fox jumps.\"",
        "\"The quick brown \"    | \"The quick brown\nfox jumps.\"      | \"fox jumps.\"",
        "\"The quick br\"        | \"The quick brown fox.\"             | \"own fox.\"",
        "\"The quick br\"        | \"Sure: The quick brown fox.\"       | \"own fox.\"",
        "\"ban\"                 | \"banana\"                           | \"ana\"",
        "\"one \"                | \"one two three\"                    | \"two three\"",
        "\"one \"                | \" one two three\"                   | \"two three\"",
        "\" \"                   | \"two\"                              | \"two\"",
        "\"Done it is.\"         | \"Done it is.\"                      | \"\"",
      })
  void onlyWhatIsNewIsPassedOn(String sent, String continuation, String added) {
    assertThat(whole(sent, continuation)).isEqualTo(added);
    assertThat(letterByLetter(sent, continuation)).isEqualTo(added);
  }

  @Test
  void theAnchorIsTheLastWordsAndNeverChance() {
    assertThat(Overlap.anchor(TALE)).isEqualTo("river told him something new.");
    assertThat(Overlap.anchor("one two ")).isEqualTo("one two");
  }

  @Test
  void anAnchorThatStandsInTheTextTwiceIsMadeLonger() {
    String refrain = "and the band played on and on and on. ";
    String song = "First the drums came in, " + refrain + "Then the horns came in, " + refrain;
    assertThat(Overlap.anchor(song)).contains("horns came in,").endsWith("on and on.");
    assertThat(whole(song, Overlap.anchor(song) + " Then the end.")).isEqualTo("Then the end.");
  }

  @Test
  void aContinuationThatBeginsWithTheAnchorIsJoinedWhereverTheTextWasCut() {
    for (int cut = 1; cut < TALE.length(); cut++) {
      String sent = TALE.substring(0, cut);
      String rest = TALE.substring(sent.stripTrailing().length());
      String continuation = Overlap.anchor(sent) + rest;
      assertThat(sent + letterByLetter(sent, continuation)).as("cut at " + cut).isEqualTo(TALE);
    }
  }

  @Test
  void aContinuationThatBeginsAnewIsJoinedWhereverTheTextWasCut() {
    for (int cut = 1; cut < TALE.length(); cut++) {
      String sent = TALE.substring(0, cut);
      assertThat(sent + whole(sent, TALE)).as("cut at " + cut).isEqualTo(TALE);
    }
  }

  @Test
  void aContinuationInPiecesOfAnySizeIsTheSame() {
    Random random = new Random(7);
    String sent = TALE.substring(0, 120);
    String continuation = Overlap.anchor(sent) + TALE.substring(120);
    for (int round = 0; round < 200; round++) {
      Overlap overlap = new Overlap(sent);
      StringBuilder added = new StringBuilder();
      for (int at = 0; at < continuation.length(); ) {
        int to = Math.min(continuation.length(), at + 1 + random.nextInt(9));
        added.append(overlap.take(continuation.substring(at, to)));
        at = to;
      }
      assertThat(sent + added).isEqualTo(TALE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is the rest: ANCHOR And then.",
        "Sorry!\n\nANCHOR And then.",
        "\"ANCHOR\" And then.",
        "Going on from \u201CANCHOR\u201D And then.",
        "`ANCHOR` And then.",
      })
  void whatAModelSaysBeforeTheAnchorAndQuotesAroundItAreLeftOut(String form) {
    String continuation = form.replace("ANCHOR", Overlap.anchor(TALE));

    assertThat(whole(TALE, continuation)).isEqualTo("And then.");
    assertThat(letterByLetter(TALE, continuation)).isEqualTo("And then.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A fox once lived under an oak.",
        "Here is the rest: And then.",
        "Once upon a time there was a",
        "",
      })
  void whatDoesNotHaveTheAnchorIsNotVerifiedAndNotPassedOn(String continuation) {
    Overlap overlap = new Overlap(TALE);

    assertThat(overlap.take(continuation)).isEmpty();
    overlap.end();
    assertThat(overlap.isVerified()).isFalse();
  }

  @Test
  void theAnchorIsNotAwaitedForEver() {
    Overlap overlap = new Overlap(TALE);
    overlap.take("x".repeat(200));
    assertThat(overlap.isVerified()).isTrue();
    overlap.take("x".repeat(200));
    assertThat(overlap.isVerified()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // sent | a continuation that does not begin with it
        "\"The quick brown \"    | \"fox jumps.\"",
        "\"The quick br\"        | \"own fox.\"",
        "\"The quick brown \"    | \"The quick red fox\"",
        "\"The quick brown \"    | \"The quick\"",
        "\"ban\"                 | \"ana\"",
        "\"one \"                | \"two three\"",
        "\"I\"                   | \"Sure: I am.\"",
        "\"x\"                   | \"\"",
      })
  void ofAShortTextAllHasToBeRepeated(String sent, String continuation) {
    Overlap overlap = new Overlap(sent);

    assertThat(overlap.take(continuation)).isEmpty();
    overlap.end();
    assertThat(overlap.isVerified()).isFalse();
  }

  private static String whole(String sent, String continuation) {
    Overlap overlap = new Overlap(sent);
    return overlap.take(continuation);
  }

  private static String letterByLetter(String sent, String continuation) {
    Overlap overlap = new Overlap(sent);
    StringBuilder added = new StringBuilder();
    continuation.chars().forEach(c -> added.append(overlap.take(Character.toString(c))));
    return added.toString();
  }
}
