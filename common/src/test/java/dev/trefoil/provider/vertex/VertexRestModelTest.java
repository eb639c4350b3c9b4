package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.Credentials;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that holds over gRPC holds by REST: every request of the contract is sent so here. */
class VertexRestModelTest extends VertexChatModelTest {
  @Override
  protected ModelService connect(URI endpoint, boolean validCredentials) {
    VertexSettings settings =
        new VertexSettings("project", "global", Optional.of(endpoint), Duration.ofSeconds(3));
    Credentials credentials = LoopbackVertex.credentials(validCredentials);
    RestTransport rest =
        new RestTransport(settings, Optional.of(new GoogleRequestSigner(credentials)));
    ChatModel chat =
        new VertexChatModel(
            settings,
            rest,
            rest,
            new CachedContents(settings, rest, InstantSource.system()),
            LoopbackVertex::model);
    return new RuledService(
        new ModelService() {
          @Override
          public ChatModel chat() {
            return chat;
          }

          @Override
          public Optional<EmbeddingModel> embeddings() {
            return Optional.empty();
          }

          @Override
          public void close() {
            rest.close();
          }
        },
        new GenerateContentRules(Set.of()),
        LoopbackVertex::model);
  }

  @Override
  protected String wholePath() {
    return ":generateContent";
  }

  @Override
  protected Endless endless() {
    return new EndlessVertexRest(
        loopback().tls(), "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}]}");
  }

  @Override
  protected List<Endless> lingering() {
    return List.of(
        new EndlessVertexRest(
            loopback().tls(),
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]},"
                + "\"finishReason\":\"STOP\"}]}"));
  }

  @Test
  void whatTheLibraryCannotSayStandsInTheJsonBesideWhatItCan() {
    GenerateContentRequest message =
        GenerateContentRequest.newBuilder()
            .setModel("m")
            .setGenerationConfig(
                GenerationConfig.newBuilder()
                    .setMaxOutputTokens(5)
                    .setThinkingConfig(
                        GenerationConfig.ThinkingConfig.newBuilder().setIncludeThoughts(true)))
            .build();

    byte[] json = GeminiJson.write(new GeminiRequest("m", message, Optional.of(ThinkingLevel.LOW)));

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"generationConfig\":{\"maxOutputTokens\":5,\"thinkingConfig\":"
                + "{\"includeThoughts\":true,\"thinkingLevel\":\"LOW\"}}}");
  }

  @Test
  void aModelsIdCannotLeadElsewhere() {
    VertexSettings settings =
        new VertexSettings("p", "us-central1", Optional.empty(), Duration.ofSeconds(3));

    assertThat(settings.rest("https", "../a b?c#d", "generateContent"))
        .hasToString(
            "https://us-central1-aiplatform.googleapis.com:443/v1/projects/p/locations/us-central1"
                + "/publishers/google/models/..%2Fa%20b%3Fc%23d:generateContent");
  }

  /** Errors of what stands before the service have no body of Google's, or none at all. */
  @ParameterizedTest
  @CsvSource({
    "429, THROTTLED",
    "401, AUTH",
    "404, MODEL_UNAVAILABLE",
    "413, INVALID",
    "502, OVERLOADED",
    "504, TIMEOUT"
  })
  void anErrorWithoutGooglesBodyIsKnownByItsStatus(int status, Kind kind) {
    byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);

    assertThat(RestErrors.of(status, page, Optional.of(Duration.ofSeconds(7))))
        .returns(kind, ProviderException::kind)
        .returns(Optional.of(Duration.ofSeconds(7)), ProviderException::retryAfter);
  }

  /** As it stands in a stream in the place of a response. */
  @Test
  void anErrorInTheMidstOfAStreamIsTheServicesOwn() {
    byte[] event =
        ("{\"error\":{\"code\":429,\"message\":\"slow down\",\"status\":\"RESOURCE_EXHAUSTED\","
                + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\"1.5s\"}]}}")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(RestErrors.inAnswer(event, event.length).orElseThrow())
        .hasMessage("slow down")
        .returns(Kind.THROTTLED, ProviderException::kind)
        .returns(Optional.of(Duration.ofMillis(1500)), ProviderException::retryAfter);
    assertThat(RestErrors.inAnswer("{}".getBytes(StandardCharsets.UTF_8), 2)).isEmpty();
  }
}
