package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NullDropperTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":null}|{}",
        "{\"a\":null,\"b\":null}|{}",
        "{\"a\": null, \"c\": 1}|{ \"c\": 1}",
        "{\"c\":1,\"a\":null,\"d\":2,\"b\":null}|{\"c\":1,\"d\":2}",
        "{\"c\":null,\"a\":1}|{\"c\":null,\"a\":1}",
        "{\"c\":{\"a\":null,\"c\":[{\"b\":null},null,{\"b\":\"null\"}]},\"a\":null}|{\"c\":{\"c\":[{},null,{\"b\":\"null\"}]}}",
        "[null,{\"a\":null}]|[null,{}]",
        "{\"\\u0061\":null,\"x\\\"\":2}|{\"x\\\"\":2}",
        "{\"t\":\"{\\\"a\\\":null}\",\"a\":null}|{\"t\":\"{\\\"a\\\":null}\"}",
        "{\"a\":nothing}|{\"a\":nothing}",
        "{\"a\":nul|{\"a\":nul",
        "{\"c\":1,|{\"c\":1,",
        "{,}|{,}",
        "no JSON: a, null|no JSON: a, null"
      })
  void namedMembersThatAreNullAreLeftOutHoweverTheTextComes(String text, String left) {
    for (int size = 1; size <= text.length(); size++) {
      NullDropper dropper = new NullDropper(Set.of("a", "b"));
      StringBuilder out = new StringBuilder();
      for (int at = 0; at < text.length(); at += size) {
        out.append(dropper.take(text.substring(at, Math.min(text.length(), at + size))));
      }
      assertThat(out.append(dropper.end())).hasToString(left);
    }
  }
}
