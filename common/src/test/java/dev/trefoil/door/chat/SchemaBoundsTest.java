package dev.trefoil.door.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.door.Problem;
import dev.trefoil.routing.RoutingPreferences;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller's JSON Schema is bounded at the door, wherever in a request it stands. */
class SchemaBoundsTest {
  private static final String OF_A_TOOL =
      """
      {"model": "m", "messages": [{"role": "user", "content": "hi"}],
       "tools": [{"type": "function", "function": {"name": "t", "parameters": %s}}]}""";
  private static final String OF_THE_ANSWER =
      """
      {"model": "m", "messages": [{"role": "user", "content": "hi"}], "response_format":
       {"type": "json_schema", "json_schema": {"name": "t", "schema": %s}}}""";

  static Stream<Arguments> schemas() {
    return Stream.of(
        Arguments.of("100 levels", deep(100), deep(101)),
        Arguments.of("10000 values", wide(10_000), wide(10_001)),
        Arguments.of("262144 characters", long_(262_144), long_(262_145)),
        Arguments.of("200 patterns", patterns(200), patterns(201)),
        Arguments.of("1000 characters", pattern(1_000), pattern(1_001)),
        Arguments.of("1000 characters", named(1_000), named(1_001)),
        Arguments.of("fit a double", "{\"maximum\":1.0E308}", "{\"maximum\":1e309}"),
        Arguments.of("too long", longNames(800), longNames(900)));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void whatIsPastABoundIsRefusedByFieldAndBound(String bound, String taken, String refused)
      throws Problem {
    assertThat(parse(OF_A_TOOL, taken).request().tools().getFirst().schema()).isEqualTo(taken);
    assertThat(parse(OF_THE_ANSWER, taken).request().format().toString()).contains(taken);

    assertRefused(OF_A_TOOL, refused, "tools[0].function.parameters", bound);
    assertRefused(OF_THE_ANSWER, refused, "response_format.json_schema.schema", bound);
  }

  private static void assertRefused(String body, String schema, String param, String bound) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> parse(body, schema))
        .satisfies(
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.param()).contains(param);
              assertThat(e).hasMessageContaining("'" + param + "'").hasMessageContaining(bound);
            });
  }

  private static ChatCall parse(String body, String schema) throws Problem {
    return new ChatParser(Optional.empty())
        .completions(
            body.formatted(schema).getBytes(StandardCharsets.UTF_8),
            Optional.empty(),
            RoutingPreferences.NONE);
  }

  private static String deep(int levels) {
    return "{\"not\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  private static String wide(int values) {
    return members(values - 1, i -> "\"" + i + "\":true");
  }

  private static String long_(int characters) {
    String rest = "{\"title\":\"\"}";
    return rest.replace("\"\"", "\"" + "x".repeat(characters - rest.length()) + "\"");
  }

  private static String patterns(int count) {
    return members(count, i -> "\"" + i + "\":{\"pattern\":\"a\"}");
  }

  private static String pattern(int length) {
    return "{\"pattern\":\"" + "a".repeat(length) + "\"}";
  }

  private static String named(int length) {
    return "{\"patternProperties\":{\"" + "a".repeat(length) + "\":{}}}";
  }

  /** Each of eight hundred words has the path of ten thousand letters. */
  private static String longNames(int values) {
    String words =
        IntStream.range(0, values)
            .mapToObj(i -> "\"w\"")
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"" + "n".repeat(10_000) + "\":{\"enum\":" + words + "}}";
  }

  private static String members(int count, IntFunction<String> member) {
    return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining(",", "{", "}"));
  }
}
