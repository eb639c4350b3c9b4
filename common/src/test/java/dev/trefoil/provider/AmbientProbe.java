package dev.trefoil.provider;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A process of its own, since the vendors' libraries read real environment variables. */
final class AmbientProbe {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private AmbientProbe() {}

  /**
   * Calls each kind of operation once and prints what came of it.
   *
   * @param args the addresses of Bedrock and of Vertex AI
   */
  public static void main(String[] args) {
    ModelCatalog catalog = TrefoilConfig.load(Map.of()).models();
    Supplier<ModelService> bedrock =
        () ->
            BedrockService.create(
                new BedrockSettings("us-east-1", Optional.of(URI.create(args[0])), CONNECT),
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "right")),
                model -> catalog.of("bedrock", model));
    Supplier<ModelService> vertex =
        () ->
            VertexService.create(
                new VertexSettings("project", "global", Optional.of(URI.create(args[1])), CONNECT),
                OAuth2Credentials.create(
                    new AccessToken("right", Date.from(Instant.now().plusSeconds(3600)))),
                model -> catalog.of("vertex_ai", model));
    String claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    print("bedrock plain", () -> chat(bedrock.get(), claude, false));
    print("bedrock streamed", () -> chat(bedrock.get(), claude, true));
    print("bedrock embeddings", () -> embed(bedrock.get(), "amazon.titan-embed-text-v2:0"));
    print("vertex plain", () -> chat(vertex.get(), "gemini-3.5-flash", false));
    print("vertex streamed", () -> chat(vertex.get(), "gemini-3.5-flash", true));
    print("vertex embeddings", () -> embed(vertex.get(), "gemini-embedding-001"));
    System.exit(0);
  }

  private interface Use {
    String get() throws ProviderException;
  }

  private static void print(String name, Use use) {
    try {
      System.out.println(name + ": " + use.get());
    } catch (ProviderException | RuntimeException e) {
      System.out.println(name + ": " + e);
    }
  }

  private static String chat(ModelService service, String model, boolean stream)
      throws ProviderException {
    StringBuilder text = new StringBuilder();
    ChatRequest request =
        new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, stream);
    service
        .chat()
        .chat(
            request,
            model,
            context(),
            event -> {
              if (event instanceof TextDelta delta) {
                text.append(delta.text());
              }
            });
    return text.isEmpty() ? "no text" : "answered";
  }

  private static String embed(ModelService service, String model) throws ProviderException {
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of(new EmbeddingRequest.Input.Text("hi")), OptionalInt.empty(), Optional.empty());
    return service.embeddings().orElseThrow().embed(request, model, context()).vectors().isEmpty()
        ? "no vector"
        : "answered";
  }

  private static CallContext context() {
    return new CallContext("id", Deadline.after(Duration.ofMinutes(1)), new Cancellation());
  }
}
