package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services that are opened by keys. */
class ApiKeysTest {

  private static int embed(ModelEmulator openAi, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(openAi.endpoint() + "/embeddings"))
            .header("authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString("{\"model\":\"m\",\"input\":\"a\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void eachServiceHasAKeyOfItsOwn() throws IOException, InterruptedException {
    try (var cloud =
        EmulatedCloud.start(
            Map.of("a", ServiceKind.OPENAI, "b", ServiceKind.OPENAI, "c", ServiceKind.VERTEX))) {
      String a = cloud.apiKey("a").orElseThrow();
      String b = cloud.apiKey("b").orElseThrow();
      assertThat(a).isNotEqualTo(b);
      assertThat(embed(cloud.model("a").orElseThrow(), a)).isEqualTo(200);
      assertThat(embed(cloud.model("a").orElseThrow(), b)).isEqualTo(401);
      assertThat(cloud.apiKey("c")).isEmpty();
    }
  }

  @Test
  void anthropicTakesItsKey() throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(Map.of("claude", ServiceKind.ANTHROPIC))) {
      String body =
          "{\"model\":\"claude-opus-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      HttpRequest request =
          HttpRequest.newBuilder(
                  cloud.model("claude").orElseThrow().endpoint().resolve("/v1/messages"))
              .header("x-api-key", cloud.apiKey("claude").orElseThrow())
              .header("anthropic-version", "2023-06-01")
              .POST(BodyPublishers.ofString(body))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      }
    }
  }
}
