package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Signature;
import dev.trefoil.provider.ClaudeThoughts.Redacted;
import dev.trefoil.provider.ClaudeThoughts.Thinking;
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
    assertThat(ClaudeThoughts.blocks("I wonder.", thoughts.signature()))
        .containsExactly(new Thinking("I wonder.", "EqQBCg=="));
  }

  @Test
  void severalBlocksComeBackAsTheyWere() {
    thought("First 🍀", "Eg==");
    thoughts.redacted("Em==");
    thought("", "Eh==");
    thought("Second", "Ei==");

    assertThat(ClaudeThoughts.blocks("First 🍀Second", thoughts.signature()))
        .containsExactly(
            new Thinking("First 🍀", "Eg=="),
            new Redacted("Em=="),
            new Thinking("", "Eh=="),
            new Thinking("Second", "Ei=="));
  }

  @Test
  void anEncryptedBlockAloneIsNotTakenForASignature() {
    thoughts.redacted("Em==");

    assertThat(ClaudeThoughts.blocks("", thoughts.signature()))
        .containsExactly(new Redacted("Em=="));
  }

  @Test
  void whatIsThoughtAfterTheFirstWordIsNotHandedBack() {
    thought("First", "Eg==");
    thoughts.close();
    thought("Later", "Eh==");

    assertThat(ClaudeThoughts.blocks("FirstLater", thoughts.signature()))
        .containsExactly(new Thinking("First", "Eg=="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "9:Eg==", "5:Eg== 9:Eh==", "-1:Eg==", "x:Eg==", "5:", "5:a b"})
  void aSignatureThatDoesNotFitGivesNothing(String value) {
    Optional<Signature> signature = Optional.of(new Signature(Signature.ANTHROPIC, value));
    assertThat(ClaudeThoughts.blocks("First", signature)).isEmpty();
  }

  @Test
  void theSignatureOfAnotherGivesNothing() {
    Optional<Signature> signature = Optional.of(new Signature(Signature.GOOGLE, "Eg=="));
    assertThat(ClaudeThoughts.blocks("First", signature)).isEmpty();
    assertThat(ClaudeThoughts.blocks("First", Optional.empty())).isEmpty();
  }

  private void thought(String text, String signature) {
    thoughts.begin();
    text.codePoints().forEach(c -> thoughts.add(Character.toString(c)));
    if (!signature.isEmpty()) {
      thoughts.sign(signature);
    }
  }
}
