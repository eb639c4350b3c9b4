package dev.trefoil.door.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*** Begin Patch\n+\"a\"\t\\ \u0000\u2028\n",
        "gr\u00fc\u00df \ud83d\ude00\ud83c\udffd",
        "}\"}"
      })
  void anyTextComesOutHoweverItComes(String text) {
    String json = Json.object(it -> it.writeStringField("input", text));
    for (int size = 1; size <= json.length(); size++) {
      assertThat(read(json, size)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"input\" :  \"a\" }|a",
        "{\"input\":\"\\u0061\\/\\u00e9\\ud83d\\ude00\"}|a/\u00e9\ud83d\ude00",
        "{\"why\":1,\"input\":\"a\"}|a",
        "{\"input\":\"a\",\"why\":1}|a",
        "{\"text\":\"a\"}|{\"text\":\"a\"}",
        "{\"input\":1}|{\"input\":1}",
        "ls -l|ls -l",
        "{\"input\":\"cut|cut",
        "{\"input\":\"\\ud83d|\ufffd",
        "{\"input\":\"\\ude00x\"}|\ufffdx"
      })
  void whatAModelWritesOtherwiseIsTakenAtItsWord(String json, String text) {
    for (int size = 1; size <= json.length(); size++) {
      assertThat(read(json, size)).isEqualTo(text);
    }
  }

  @Test
  void halfOfAPairWaitsForTheOther() {
    FreeTextReader reader = new FreeTextReader();
    assertThat(reader.add("{\"input\":\"a\\ud83d")).isEqualTo("a");
    assertThat(reader.add("\\ude00")).isEqualTo("\ud83d\ude00");
  }

  /** In pieces of a size: what is told is what there is in the end. */
  private static String read(String json, int size) {
    FreeTextReader reader = new FreeTextReader();
    StringBuilder told = new StringBuilder();
    for (int from = 0; from < json.length(); from += size) {
      told.append(reader.add(json.substring(from, Math.min(json.length(), from + size))));
    }
    told.append(reader.end(json));
    assertThat(told.toString()).isEqualTo(reader.text());
    return told.toString();
  }
}
