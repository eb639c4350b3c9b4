package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingLevelTest {

  /** Google Cloud, "Thinking": the levels that models support. */
  @ParameterizedTest
  @CsvSource({
    "gemini-3.5-flash, minimal, MINIMAL",
    "gemini-3.6-flash, minimal, MINIMAL",
    "gemini-3.7-flash, minimal, LOW",
    "gemini-3.8-flash, minimal, LOW",
    "gemini-4-argon, minimal, LOW",
    "gemini-4-neon, medium, MEDIUM",
    "gemini-3.1-pro-preview, minimal, LOW",
    "gemini-3-pro-preview, medium, HIGH",
    "gemini-4-argon, xhigh, HIGH"
  })
  void aModelIsToldTheNearestLevelThatItHas(String id, String effort, ThinkingLevel level) {
    assertThat(ThinkingLevel.of(effort, id, LoopbackVertex.model(id))).isEqualTo(level);
    assertThat(Gemini.thinksByLevel(LoopbackVertex.model(id))).isTrue();
  }
}
