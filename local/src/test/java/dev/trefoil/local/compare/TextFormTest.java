package dev.trefoil.local.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "'' ! NOTHING",
        "{\"a\": [1]} ! JSON",
        "~```json~[1]~```~ ! FENCED_JSON",
        "So it is:~| a | b |~|---|:-:|~| 1 | 2 | ! TABLE",
        "Run this:~```sh~ls~``` ! CODE",
        "## Why~Because. ! HEADINGS",
        "Two things:~- one~- two ! LIST",
        "1. one~2) two ! LIST",
        "One - or~- two - is no list. ! ONE_PARAGRAPH",
        "First.~ ~Second. ! PARAGRAPHS",
        "42 ! ONE_PARAGRAPH"
      })
  void theFormIsWhatAReaderSees(String text, TextForm form) {
    assertThat(TextForm.of(answer(text))).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "I'm sorry, but I can't help with that. ! true",
        "I cannot help with that. ! true",
        "Unfortunately, I am unable to say. ! true",
        "Sorry, I won’t do that. ! true",
        "I can help with that. ! false",
        "He said: I cannot. ! false",
        "I'm sorry that it took so long. Here it is. ! false"
      })
  void aRefusalIsToldByItsBeginning(String text, boolean refusal) {
    assertThat(Refusals.isOne(answer(text))).isEqualTo(refusal);
  }

  private static Answer.Given answer(String text) {
    return new Answer.Given(
        text.replace('~', '\n'),
        List.of(),
        "stop",
        Optional.empty(),
        OptionalLong.empty(),
        OptionalDouble.empty(),
        List.of(),
        "",
        1);
  }
}
