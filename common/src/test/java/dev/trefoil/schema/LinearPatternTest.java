package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$ ; 123e4567-e89b-42d3-a456-426614174000 ; true",
        "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$ ; 123e4567-e89b-42d3-a456 ; false",
        "^\\d{4}-\\d{2}$ ; 2026-11 ; true",
        "^(a|b)*$ ; abba ; true",
        "^\\p{L}+$ ; Köln ; true",
        "^[\\u00e0-\\u00ff]+$ ; éü ; true",
        "^[^\\]]+$ ; a ; true",
        "^[]a]$ ; ] ; true",
        "b ; abc ; true",
        "^{$ ; { ; true",
        "^\\/v1\\/.{0,9}$ ; /v1/chat ; true",
        "^.{1,1000}$ ; x ; true",
      })
  void whatJsonSchemaRecommendsIsMatched(String pattern, String text, boolean found) {
    assertThat(LinearPattern.of(pattern).orElseThrow().isIn(text, new Effort())).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(?=.*[A-Z])",
        "(?<!a)b",
        "(a)\\1",
        "(",
        "\\p{L",
        "a{2,1}",
        "a{1001}",
        "\\Qa\\E",
        "[[:alpha:]]",
        "(?:[a-z]{101}){100}",
        "(?:[a-z]{1,100}x){101}",
      })
  void whatCannotBeBoundedIsNotKnown(String pattern) {
    assertThat(LinearPattern.of(pattern)).isEmpty();
  }

  @Test
  void matchingSpendsEffortByPatternAndText() {
    LinearPattern pattern = LinearPattern.of("^(a|b){0,900}c").orElseThrow();
    assertThat(pattern.isIn("a".repeat(10), new Effort())).isFalse();
    assertThatExceptionOfType(Effort.ExhaustedException.class)
        .isThrownBy(() -> pattern.isIn("d".repeat(20_000), new Effort()));
  }
}
