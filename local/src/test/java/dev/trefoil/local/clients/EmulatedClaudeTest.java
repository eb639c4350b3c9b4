package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.bedrock.backends.BedrockMantleBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.foundry.backends.FoundryBackend;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.vertex.backends.VertexBackend;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.azure.FoundryEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.vertex.VertexEmulator;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * Claude's emulated services on the clouds, called by Anthropic's own client for Java with its
 * modules for Foundry, Vertex AI and Bedrock, whose runtime it calls by InvokeModel.
 */
class EmulatedClaudeTest {
  private static final Map<String, String> MODELS =
      Map.of(
          "foundry", "claude-opus-5-5",
          "vertex", "claude-opus-5-5",
          "invoked", "us.anthropic.claude-opus-5-5",
          "mantle", "anthropic.claude-opus-5-5");

  private final Map<String, ModelEmulator> emulators = new TreeMap<>();
  private LoopbackTls tls;

  @BeforeEach
  void start() {
    tls = LoopbackTls.create();
    BearerVerifier tokens = BearerVerifier.accepting("good", "test");
    emulators.put("foundry", FoundryEmulator.start("foundry", tokens));
    emulators.put("vertex", VertexEmulator.start("vertex", tokens, tls));
    AwsKeyring keys = AwsKeyring.of("AKIDEXAMPLE", "good");
    emulators.put("invoked", BedrockEmulator.start("invoked", keys));
    emulators.put("mantle", MantleEmulator.start("mantle", keys));
  }

  @AfterEach
  void stop() {
    emulators.values().forEach(ModelEmulator::close);
    tls.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"foundry", "vertex", "invoked", "mantle"})
  void aStreamIsTheWholeAnswer(String service) throws Exception {
    MessageCreateParams asked = asking(service, "one two three").build();
    try (Called called = new Called(client(service, "good"))) {
      AnthropicClient client = called.client();
      Message whole = client.messages().create(asked);
      MessageAccumulator streamed = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> events =
          client.messages().createStreaming(asked)) {
        events.stream().forEach(streamed::accumulate);
      }

      assertThat(text(whole)).isEqualTo("one two three");
      assertThat(text(streamed.message())).isEqualTo(text(whole));
      assertThat(streamed.message().usage().inputTokens()).isEqualTo(whole.usage().inputTokens());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foundry", "vertex", "mantle"})
  void promptsAreCounted(String service) throws Exception {
    try (Called called = new Called(client(service, "good"))) {
      AnthropicClient client = called.client();
      assertThat(
              client
                  .messages()
                  .countTokens(
                      MessageCountTokensParams.builder()
                          .model(MODELS.get(service))
                          .addUserMessage("one two three")
                          .build())
                  .inputTokens())
          .isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foundry", "vertex", "invoked", "mantle"})
  void aStrangerIsRefused(String service) throws Exception {
    try (Called called = new Called(client(service, "stolen"))) {
      AnthropicClient client = called.client();
      assertThatThrownBy(() -> client.messages().create(asking(service, "hi").build()))
          .isInstanceOfSatisfying(
              AnthropicServiceException.class,
              refused -> assertThat(refused.statusCode()).isIn(401, 403));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foundry", "mantle"})
  void nothingIsHeldToASchema(String service) throws Exception {
    try (Called called = new Called(client(service, "good"))) {
      AnthropicClient client = called.client();
      assertThatThrownBy(
              () ->
                  client
                      .messages()
                      .create(asking(service, "Which city?").outputConfig(Place.class).build()))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("output_config.format");
    }
  }

  /** A client that is closed in the end. */
  private record Called(AnthropicClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
    }
  }

  /** What is asked for. */
  static final class Place {
    public String city;
  }

  private static MessageCreateParams.Builder asking(String service, String text) {
    return MessageCreateParams.builder()
        .model(MODELS.get(service))
        .maxTokens(200)
        .addUserMessage(text);
  }

  private static String text(Message answer) {
    StringBuilder text = new StringBuilder();
    answer.content().forEach(block -> block.text().ifPresent(one -> text.append(one.text())));
    return text.toString();
  }

  private AnthropicClient client(String service, String credential) throws Exception {
    String endpoint = emulators.get(service).endpoint().toString();
    AnthropicOkHttpClient.Builder builder = AnthropicOkHttpClient.builder().maxRetries(0);
    return switch (service) {
      case "foundry" ->
          builder
              .backend(
                  FoundryBackend.builder()
                      .baseUrl(endpoint + "/anthropic")
                      .bearerTokenSupplier(() -> credential)
                      .build())
              .build();
      case "vertex" ->
          builder
              .backend(
                  VertexBackend.builder()
                      .baseUrl(endpoint)
                      .project("my-project")
                      .region("global")
                      .googleCredentials(
                          GoogleCredentials.create(
                              new AccessToken(
                                  credential, Date.from(Instant.now().plusSeconds(3600)))))
                      .build())
              .sslSocketFactory(tls.clientContext().getSocketFactory())
              .trustManager(trusting())
              .build();
      case "invoked" ->
          builder
              .backend(
                  BedrockBackend.builder()
                      .baseUrl(endpoint)
                      .region(Region.US_EAST_1)
                      .awsCredentials(AwsBasicCredentials.create("AKIDEXAMPLE", credential))
                      .build())
              .build();
      default ->
          builder
              .backend(
                  BedrockMantleBackend.builder()
                      .baseUrl(endpoint + "/anthropic")
                      .region(Region.US_EAST_1)
                      .awsCredentials(AwsBasicCredentials.create("AKIDEXAMPLE", credential))
                      .build())
              .build();
    };
  }

  private X509TrustManager trusting() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("emulator", tls.certificate());
    factory.init(trusted);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IOException("no trust manager");
  }
}
