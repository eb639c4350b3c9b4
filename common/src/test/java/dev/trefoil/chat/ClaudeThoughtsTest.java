package dev.trefoil.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeThoughtsTest {
  private final ClaudeThoughts thoughts = new ClaudeThoughts();

  @Test
  void noThoughtHasNoSignature() {
    assertThat(thoughts.signature()).isEmpty();
    thought("unsigned", "");
    assertThat(thoughts.signature()).isEmpty();
  }

  @Test
  void theSignatureOfOneBlockIsAnthropicsOwn() {
    thought("I wonder.", "EqQBCg==");

    assertThat(thoughts.signature()).contains(new Signature(Signature.ANTHROPIC, "EqQBCg=="));
    assertThat(ClaudeThoughts.parts("I wonder.", thoughts.signature()))
        .containsExactly(thinking("I wonder.", "EqQBCg=="));
  }

  @Test
  void severalBlocksComeBackAsTheyWere() {
    thought("First 🍀", "Eg==");
    thoughts.add(new ChatEvent.ReasoningRedacted(0, mark("Em==")));
    thought("", "Eh==");
    thought("Second", "Ei==");

    assertThat(ClaudeThoughts.parts("First 🍀Second", thoughts.signature()))
        .containsExactly(
            thinking("First 🍀", "Eg=="),
            redacted("Em=="),
            thinking("", "Eh=="),
            thinking("Second", "Ei=="));
  }

  @Test
  void anEncryptedBlockAloneIsNotTakenForASignature() {
    thoughts.add(new ChatEvent.ReasoningRedacted(0, mark("Em==")));

    assertThat(ClaudeThoughts.parts("", thoughts.signature())).containsExactly(redacted("Em=="));
  }

  @Test
  void whatIsThoughtAfterTheFirstWordIsNotHandedBack() {
    thought("First", "Eg==");
    thoughts.add(new ChatEvent.TextDelta("Hello"));
    thought("Later", "Eh==");

    assertThat(ClaudeThoughts.parts("FirstLater", thoughts.signature()))
        .containsExactly(thinking("First", "Eg=="));
  }

  @Test
  void marksOfOthersOnBedrockAreTheirFamilysInEachBlock() {
    thoughts.add(new ChatEvent.ReasoningDelta(0, "First"));
    thoughts.add(new ChatEvent.ReasoningSigned(0, bedrock("openai Eg==")));
    thoughts.add(new ChatEvent.ReasoningRedacted(0, bedrock("openai Em==")));

    assertThat(thoughts.signature()).contains(bedrock("openai 5:Eg== redacted:Em=="));
    assertThat(ClaudeThoughts.parts("First", thoughts.signature()))
        .containsExactly(
            new Part.Reasoning("First", Optional.of(bedrock("openai Eg=="))),
            new Part.RedactedReasoning(bedrock("openai Em==")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "9:Eg==", "5:Eg== 9:Eh==", "-1:Eg==", "x:Eg==", "5:", "5:a b"})
  void aSignatureThatDoesNotFitIsNone(String value) {
    Optional<Signature> signature = Optional.of(new Signature(Signature.ANTHROPIC, value));
    assertThat(ClaudeThoughts.parts("First", signature))
        .isEqualTo(List.of(new Part.Reasoning("First", Optional.empty())));
  }

  @Test
  void theSignatureOfAnotherStaysAsItIs() {
    Signature google = new Signature(Signature.GOOGLE, "Eg==");
    thoughts.add(new ChatEvent.ReasoningSigned(0, google));

    assertThat(thoughts.signature()).contains(google);
    assertThat(ClaudeThoughts.parts("First", Optional.of(google)))
        .containsExactly(new Part.Reasoning("First", Optional.of(google)));
  }

  private static Part.Reasoning thinking(String text, String signature) {
    return new Part.Reasoning(text, Optional.of(mark(signature)));
  }

  private static Part.RedactedReasoning redacted(String data) {
    return new Part.RedactedReasoning(mark(data));
  }

  private static Signature mark(String value) {
    return new Signature(Signature.ANTHROPIC, value);
  }

  private static Signature bedrock(String value) {
    return new Signature(Signature.BEDROCK, value);
  }

  private void thought(String text, String signature) {
    text.codePoints()
        .mapToObj(c -> new ChatEvent.ReasoningDelta(0, Character.toString(c)))
        .forEach(thoughts::add);
    if (!signature.isEmpty()) {
      thoughts.add(new ChatEvent.ReasoningSigned(0, mark(signature)));
    }
  }
}
