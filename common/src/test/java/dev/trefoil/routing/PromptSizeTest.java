package dev.trefoil.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PromptSizeTest {
  @Test
  void lettersMakeFewerTokensThanSignsAndFamiliesDiffer() {
    PromptSize english = Routing.chat("abcd".repeat(1000)).size();
    PromptSize japanese = Routing.chat("\u8a9e".repeat(4000)).size();

    assertThat(english.tokens("gpt-5.4")).isBetween(1000L, 1010L);
    assertThat(english.tokens("claude-sonnet-4-6")).isBetween(1200L, 1230L);
    assertThat(japanese.tokens("gpt-5.4")).isBetween(4000L, 4010L);
  }

  @Test
  void ofALongTextASampleIsEnough() {
    PromptSize mixed = Routing.chat("abc\u8a9e".repeat(100_000)).size();

    assertThat(mixed.narrow() + mixed.wide()).isEqualTo(400_000);
    assertThat(mixed.wide()).isBetween(90_000L, 110_000L);
  }

  @Test
  void tokensThatTheCallerCountedAreTakenAsTheyAre() {
    Requirements needs =
        Requirements.of(
            new EmbeddingRequest(
                List.of(new Input.Tokens(List.of(1, 2, 3)), new Input.Text("abcd")),
                OptionalInt.empty(),
                Optional.empty()));

    assertThat(needs.embedding()).isTrue();
    assertThat(needs.size().tokens("gpt")).isEqualTo(4);
  }
}
