package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.config.ConfigNode.Listing;
import dev.trefoil.config.ConfigNode.Mapping;
import dev.trefoil.config.ConfigNode.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of configurations that a process reads soonest says what their authors wrote. */
class JsonFormTest {

  static Stream<Path> bundled() throws IOException {
    return Files.list(Path.of("src", "main", "config"));
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void aBundledFileSaysTheSameInJson(Path file) throws IOException {
    String yaml = Files.readString(file);

    ConfigNode json = JsonNodes.read(JsonForm.of(yaml)).orElseThrow();

    assertThat(said(json)).isEqualTo(said(YamlNodes.read(yaml)));
  }

  @Test
  void aTableHasARowALineTheLongestNamesFirst() throws IOException {
    String yaml = Files.readString(Path.of("src", "main", "config", "models.yaml"));

    String json = JsonForm.lines(yaml);

    assertThat(JsonForm.lines("{sources: {}, models: {b: {x: 1}, 'a-b': {y: [2, 3]}}}"))
        .isEqualTo(
            """
            {"sources":{

            },
            "models":{
            "a-b":{"y":["2","3"]},
            "b":{"x":"1"}
            }}
            """);
    assertThat(JsonNodes.read(json)).isPresent();
    assertThat(json.lines().filter(line -> line.startsWith("\"claude-opus-5-5\":"))).hasSize(1);
  }

  @Test
  void everySingleValueStaysTheTextThatItIs() {
    assertThat(JsonForm.of("{a: 1.10, b: yes, c: '${X:-}', d: [0x1F, null], e: \"\"}"))
        .isEqualToIgnoringWhitespace(
            """
            {"a": "1.10", "b": "yes", "c": "${X:-}", "d": ["0x1F", "null"], "e": ""}""");
  }

  @Test
  void aMistakeInJsonHasItsPlace() {
    String json =
        """
        {
          "services": {"s": {"kind": "openai", "endpoint": "http://127.0.0.1/v1"}},
          "auth": "none",
          "routes": {"r": {"targets": ["s/m"]}},
          "routez": {}
        }""";

    assertThatThrownBy(() -> TrefoilConfig.parse(json, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 5, column 13: routez is not known here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{services: {s: {kind: openai, endpoint: 'http://127.0.0.1/v1'}}, auth: none, routes: {r: {targets: [s/m]}}}",
        "{\"services\": {s: {kind: openai, endpoint: 'http://127.0.0.1/v1'}}, auth: none, routes: {r: {targets: [s/m]}}}"
      })
  void whatBeginsWithABraceMayStillBeYaml(String yaml) {
    assertThat(TrefoilConfig.parse(yaml, Map.of()).services()).containsOnlyKeys("s");
  }

  @Test
  void aNodeThatIsPartOfItselfIsAMistake() {
    assertThatThrownBy(() -> YamlNodes.read("a: &a [*a]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested deeper than 50 levels");
  }

  /** Without the places. */
  private static Object said(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Listing list -> list.items().stream().map(JsonFormTest::said).toList();
      case Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> List.of(said(entry.key()), said(entry.value())))
              .toList();
    };
  }
}
