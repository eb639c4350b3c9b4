package dev.trefoil.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.EmulatedServices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JSON that is handed on as it is may nest deeper than a service's own format allows: protobuf's
 * readers give up at 100 messages.
 */
@Timeout(60)
class DepthTest {
  private static EmulatedServices services;

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  static Stream<Arguments> cases() {
    return Stream.of(Subject.values())
        .flatMap(
            subject ->
                List.of(20, 28, 60, 180).stream().map(depth -> Arguments.of(subject, depth)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDeepSchemaOfAToolIsTakenOrRefused(Subject subject, int depth) {
    assertTakenOrRefused(
        """
        {"model": "%s", "messages": [{"role": "user", "content": "hi"}],
         "tools": [{"type": "function", "function": {"name": "t", "parameters": %s}}]}"""
            .formatted(subject.target(), schema(depth)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDeepSchemaOfTheAnswerIsTakenOrRefused(Subject subject, int depth) {
    assertTakenOrRefused(
        """
        {"model": "%s", "messages": [{"role": "user", "content": "hi"}],
         "response_format": {"type": "json_schema", "json_schema": {"name": "t", "schema": %s}}}"""
            .formatted(subject.target(), schema(depth)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void deepArgumentsOfACallAreTakenOrRefused(Subject subject, int depth) {
    assertTakenOrRefused(
        """
        {"model": "%s", "messages": [
          {"role": "user", "content": "hi"},
          {"role": "assistant", "tool_calls": [
            {"id": "1", "function": {"name": "t", "arguments": "{\\"a\\": %s}"}}]},
          {"role": "tool", "tool_call_id": "1", "content": "x"}]}"""
            .formatted(subject.target(), "[".repeat(depth) + "]".repeat(depth)));
  }

  private static void assertTakenOrRefused(String body) {
    RecordedResponse response = Caller.chat(services.http(), body.getBytes(StandardCharsets.UTF_8));
    if (response.status() != 200) {
      assertThat(response.status()).as(response.body()).isEqualTo(400);
      assertThat(response.body())
          .containsAnyOf("\"code\":\"unsupported_parameter\"", "nests deeper than 100 levels");
    }
  }

  private static String schema(int depth) {
    int levels = depth / 2;
    return "{\"type\":\"object\",\"properties\":{\"a\":".repeat(levels)
        + "{\"type\":\"string\"}"
        + "}}".repeat(levels);
  }
}
