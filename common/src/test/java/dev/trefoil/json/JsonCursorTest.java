package dev.trefoil.json;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  @Test
  void readsMembersAndSkipsTheRest() throws IOException {
    List<Object> read = new ArrayList<>();
    try (JsonCursor json =
        of("{'a':'x','skip':{'a':[1,{}]},'n':7,'none':null,'l':[{'a':'y'},null]}")) {
      json.object(
          name -> {
            switch (name) {
              case "a" -> read.add(json.string());
              case "n", "none" -> read.add(json.number());
              case "l" -> json.array(() -> json.object(member -> read.add(member + json.string())));
              default -> json.skip();
            }
          });
      json.end();
    }

    assertThat(read).containsExactly("x", OptionalLong.of(7), OptionalLong.empty(), "ay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'ü':'🍀', 'n' : 1.10 ,'big':123456789012345678901234567890}",
        "[1e400, -0]",
        "'ü\\u0041'",
        "17",
        "1.50",
        "null",
        "true"
      })
  void givesAnyValueAsItStandsThere(String value) throws IOException {
    Map<String, String> read = new TreeMap<>();
    try (JsonCursor json = of("{'ä':1,'raw': " + value + " ,'after':'x'}")) {
      json.object(
          name -> {
            switch (name) {
              case "raw" -> read.put(name, json.raw());
              case "after" -> read.put(name, json.string());
              default -> json.skip();
            }
          });
    }

    assertThat(read).containsEntry("raw", value.replace('\'', '"')).containsEntry("after", "x");
  }

  @Test
  void aByteOrderMarkDoesNotShiftWhatStandsThere() throws IOException {
    try (JsonCursor json = of("\ufeff{'a':{'b':1}}")) {
      json.object(name -> assertThat(json.raw()).isEqualTo("{\"b\":1}"));
    }
  }

  @Test
  void anotherEncodingIsABrokenText() throws IOException {
    byte[] bytes = "{\"a\":{}}".getBytes(UTF_16BE);
    try (JsonCursor json = new JsonCursor(bytes, bytes.length)) {
      assertThatThrownBy(() -> json.object(name -> json.raw())).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'a':1}", "{'a':{}}", "{'a':'x'", "{'a':'x'} 1", "[]", "", "{'a':"})
  void anotherShapeIsABrokenText(String text) {
    assertThatThrownBy(
            () -> {
              try (JsonCursor json = of(text)) {
                json.object(name -> json.string());
                json.end();
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static JsonCursor of(String text) throws IOException {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    return new JsonCursor(bytes, bytes.length);
  }
}
