package dev.trefoil.emulators.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.BearerVerifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What embeddings have of Azure's own; the rest is as at OpenAI. */
class AzureEmbeddingsTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final AzureOpenAiEmulator EMULATOR =
      AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("t", "p"));

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static HttpResponse<String> send(String token, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(EMULATOR.endpoint().resolve("/openai/v1" + path))
            .header("authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  @Test
  void aDeploymentMakesVectors() throws IOException, InterruptedException {
    String body = "{'model':'my-embeddings','input':['a','b']}";
    assertThat(Json.node(send("t", "/embeddings", body).body()).path("data")).hasSize(2);
    assertThat(send("stolen", "/embeddings", body).statusCode()).isEqualTo(401);
    EMULATOR.controls().fault(Fault.next(1, new Failure.ContentFilter()));
    assertThat(send("t", "/embeddings", body).body()).contains("ResponsibleAIPolicyViolation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/embeddings|{'model':'gpt-4o','input':'a'}|400|OperationNotSupported",
        "/embeddings|{'model':'no-such-model','input':'a'}|404|DeploymentNotFound",
        "/chat/completions|{'model':'text-embedding-3-small','messages':[{'role':'user','content':'a'}]}|400|OperationNotSupported",
        "/chat/completions|{'model':'no-such-model','messages':[{'role':'user','content':'a'}]}|404|DeploymentNotFound"
      })
  void theDeploymentMustBeThereAndFit(String path, String body, int status, String code)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send("t", path, body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Json.node(response.body()).at("/error/code").asText()).isEqualTo(code);
  }
}
