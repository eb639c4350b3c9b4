package dev.trefoil.local.azure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  @ParameterizedTest
  @CsvSource({
    "'', {*path}, /, true",
    "'', {*path}, /a/b, true",
    "'', {*path}, /a//b//, true",
    "'', {*path}, //, false",
    "'', {*path}, //a/b, false",
    "api, {*path}, /api//a, false",
    "api, {*path}, /api, true",
    "api, {*path}, /apis, false",
    "'', v1/jobs/{id}, /v1/jobs/7, true",
    "'', v1/jobs/{id}, /V1/Jobs/7/, true",
    "'', v1/jobs/{id}, /v1/jobs, false",
    "'', v1/jobs/{id}, /v1/jobs/7/8, false",
    "'', v1/jobs/{id?}, /v1/jobs, true",
    "'', a.b, /axb, false",
  })
  void matches(String prefix, String template, String path, boolean expected) {
    assertThat(Route.parse(prefix, template).matches(path)).isEqualTo(expected);
  }

  @Test
  void literalSegmentsComeBeforeParametersAndACatchAllLast() {
    List<Route> routes =
        Stream.of("{*path}", "a/{b}", "a/b", "a", "{a}")
            .map(template -> Route.parse("", template))
            .sorted()
            .toList();
    assertThat(routes)
        .containsExactly(
            Route.parse("", "a/b"),
            Route.parse("", "a/{b}"),
            Route.parse("", "a"),
            Route.parse("", "{a}"),
            Route.parse("", "{*path}"));
  }
}
