package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own errors, and servers that ask for no key. */
class OpenAiErrorsTest {

  private static final String BODY = "{'model':'m','messages':[{'role':'user','content':'x'}]}";

  private final OpenAiEmulator emulator = OpenAiEmulator.start("openai", "k");
  private final Post post = new Post(emulator.endpoint());

  @AfterEach
  void close() {
    emulator.close();
  }

  private static HttpResponse<String> bare(URI endpoint, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .method(method, BodyPublishers.ofString(BODY.replace('\'', '"')))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private JsonNode strike(Failure failure) {
    emulator.controls().fault(Fault.next(1, failure));
    return post.chat(BODY).path("error");
  }

  @Test
  void aMissingKeyIsAskedFor() throws IOException, InterruptedException {
    HttpResponse<String> response = bare(emulator.endpoint(), "POST", "/chat/completions");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("You didn't provide an API key");
  }

  @Test
  void aServerWithoutKeysAsksForNone() throws IOException, InterruptedException {
    try (var open = OpenAiEmulator.start("ollama")) {
      assertThat(bare(open.endpoint(), "POST", "/chat/completions").statusCode()).isEqualTo(200);
      assertThat(new Post(open.endpoint()).send("/chat/completions", BODY).statusCode())
          .isEqualTo(200);
      assertThat(open.controls().journal()).allMatch(entry -> entry.principal().isEmpty());
    }
  }

  @Test
  void errorsHaveTheServicesCodesAndTypes() {
    assertThat(post.chat(BODY.replace("'m'", "'no-such-model'")).at("/error/code").asText())
        .isEqualTo("model_not_found");
    assertThat(
            post.chat(BODY.replace("'m'", "'text-embedding-3-small'"))
                .at("/error/message")
                .asText())
        .startsWith("This is not a chat model");
    JsonNode quota =
        strike(new Failure.NativeError(429, Optional.of(OpenAiErrors.insufficientQuota())));
    assertThat(quota.path("type").asText()).isEqualTo("insufficient_quota");
    assertThat(quota.path("code").asText()).isEqualTo("insufficient_quota");
    assertThat(strike(new Failure.NativeError(404, Optional.empty())).path("code").asText())
        .isEqualTo("model_not_found");
    assertThat(strike(new Failure.NativeError(500, Optional.empty())).path("type").asText())
        .isEqualTo("server_error");
  }

  @Test
  void aRateLimitTellsWhenItEnds() {
    emulator.controls().fault(Fault.next(1, new Failure.Throttle(OptionalInt.of(3))));
    HttpResponse<String> response = post.send("/chat/completions", BODY);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).contains("3");
    assertThat(response.headers().firstValue("retry-after-ms")).contains("3000");
    assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
    assertThat(response.headers().firstValue("x-ratelimit-reset-requests")).contains("3s");
    assertThat(Json.node(response.body()).at("/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws IOException, InterruptedException {
    try (var open = OpenAiEmulator.start("ollama")) {
      assertThat(bare(open.endpoint(), "POST", "/completions").body())
          .contains("Invalid URL (POST /v1/completions)");
      assertThat(bare(open.endpoint(), "PUT", "/embeddings").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aFilteredAnswerIsEmptyAndSaysSo() {
    emulator.controls().fault(Fault.next(1, new Failure.ContentFilter()));
    JsonNode choice = post.chat(BODY).at("/choices/0");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("content_filter");
    assertThat(choice.at("/message/content").asText()).isEmpty();
  }
}
