package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.endpoints.PathTable.Found;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTableTest {
  private static final PathTable TABLE =
      table(
          "",
          "a",
          "a/{id}",
          "a/b/c",
          "a/{id}/d",
          "a/{id}/d/{other}",
          "a/b/{other}/e",
          "deployments/{name}/chat");

  @ParameterizedTest
  @CsvSource({
    "/, ''",
    "/a, a",
    "/a/b, a/{id}",
    "/a/b/c, a/b/c",
    "/a/b/d, a/{id}/d",
    "/a/x/d, a/{id}/d",
    "/a/x%2Fy/d, a/{id}/d",
    "/a/b/d/e, a/b/{other}/e",
    "/a/b/d/f, a/{id}/d/{other}",
    "/v1/a/%7Bid%7D, a/{id}",
    "/openai/deployments/gpt-5.4/chat, deployments/{name}/chat"
  })
  void aSegmentInBracesStandsForAnyWhereverItStands(String path, String endpoint) throws Problem {
    Map<String, Found> found = TABLE.at(RequestPath.of(path));

    assertThat(found.keySet()).containsExactly("GET");
    assertThat(found.get("GET").endpoint().path()).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/b", "/a/x/e", "/a/x/d/e/f", "/deployments", "/deployments/x", "/a/b/c/c/c"})
  void whatNoneDescribesIsNothing(String path) throws Problem {
    assertThat(TABLE.at(RequestPath.of(path))).isEmpty();
  }

  @Test
  void aPathOfManySegmentsIsFollowedOnlyAsFarAsTheTableGoes() throws Problem {
    assertThat(TABLE.at(RequestPath.of("/a/b".repeat(100_000)))).isEmpty();
  }

  @Test
  void twoEndpointsOfOnePathAreAMistakeHoweverTheirSegmentsAreCalled() {
    assertThatThrownBy(() -> table("a/{id}", "a/{other}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two doors answer GET /a/{other}");
  }

  private static PathTable table(String... paths) {
    List<Endpoint> endpoints =
        Arrays.stream(paths)
            .map(
                path ->
                    Endpoint.get(
                        path,
                        (call, sink) -> {
                          throw new AssertionError("nobody calls it");
                        }))
            .toList();
    return new PathTable(
        List.of(
            new Door() {
              @Override
              public List<Endpoint> endpoints() {
                return endpoints;
              }

              @Override
              public void refuse(
                  Problem problem, String requestId, Headers extra, ResponseSink sink) {
                throw new AssertionError("nobody is refused");
              }
            }));
  }
}
