package dev.trefoil.local.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.Http;
import dev.trefoil.local.LocalConfig;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.aws.LambdaSettings;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks on behalf of a page, through the platforms' own runtimes. */
class CorsTest {
  private static final String PAGE = "https://app.example.com";
  private static final String CHAT =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":%s}";

  private static RunningClouds clouds;

  @BeforeAll
  static void start() throws Exception {
    String config =
        LocalConfig.bundled().replaceFirst("(?m)^jobs: .*$", "")
            + "cors: {origins: [\""
            + PAGE
            + "\"]}\n";
    clouds = new RunningClouds(config, Optional.empty(), LambdaSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    clouds.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void aPageMayCallAndReadWhatIsAnswered(String cloud) throws Exception {
    int port = clouds.port(cloud);
    HttpResponse<String> preflight =
        Http.send(
            Http.to(port, "/v1/chat/completions")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
    assertThat(preflight.headers().firstValue("access-control-allow-methods"))
        .contains("GET, POST, DELETE");
    assertThat(preflight.headers().firstValue("access-control-allow-headers"))
        .contains("authorization,content-type");

    for (String body : List.of(CHAT.formatted(false), CHAT.formatted(true), "no JSON")) {
      HttpResponse<String> answer =
          Http.send(
              Http.to(port, "/v1/chat/completions")
                  .header("Origin", PAGE)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode())
          .as(answer.body())
          .isEqualTo(body.equals("no JSON") ? 400 : 200);
      assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
      assertThat(answer.headers().firstValue("vary")).contains("Origin");
      assertThat(answer.headers().firstValue("access-control-expose-headers").orElseThrow())
          .contains("x-trefoil-trail");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void aPageThatIsNotNamedIsToldNothing(String cloud) throws Exception {
    HttpResponse<String> preflight =
        Http.send(
            Http.to(clouds.port(cloud), "/v1/chat/completions")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://evil.example.com")
                .header("Access-Control-Request-Method", "POST"));

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin")).isEmpty();
  }
}
