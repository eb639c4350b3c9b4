package dev.trefoil.provider.vertex;

import com.google.auth.Credentials;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.schema.SchemaChatModel;
import dev.trefoil.schema.SchemaFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Google's models on Vertex AI; a model is the id after {@code publishers/google/models/}. */
public final class VertexService implements ModelService {
  private final VertexClient client;
  private final RestTransport rest;
  private final ChatModel chat;
  private final EmbeddingModel embeddings;

  private VertexService(
      VertexSettings settings,
      VertexClient client,
      RestTransport rest,
      Function<String, Capabilities> models) {
    this.client = client;
    this.rest = rest;
    this.chat =
        new SchemaChatModel(
            new VertexChatModel(
                settings,
                new GrpcTransport(client),
                rest,
                new CachedContents(settings, rest, InstantSource.system()),
                models),
            model -> SchemaFamily.GEMINI,
            model -> models.apply(model).schema());
    this.embeddings = new VertexEmbeddingModel(settings, client);
  }

  /**
   * Builds the client; opens no connection and asks for no token.
   *
   * @param models what is known of a model, by its id
   */
  public static ModelService create(
      VertexSettings settings, Credentials credentials, Function<String, Capabilities> models) {
    try {
      return new VertexService(
          settings,
          new VertexClient(settings, credentials),
          new RestTransport(settings, Optional.of(new GoogleRequestSigner(credentials))),
          models);
    } catch (IOException e) {
      throw new UncheckedIOException("building the Vertex AI client, which reads nothing", e);
    }
  }

  /**
   * Builds a client that shows no credentials and speaks plain text, which the real service never
   * hears: for a server in this process.
   */
  public static ModelService createInPlainText(
      VertexSettings settings, Function<String, Capabilities> models) {
    try {
      return new VertexService(
          settings,
          VertexClient.inPlainText(settings),
          new RestTransport(settings, Optional.empty()),
          models);
    } catch (IOException e) {
      throw new UncheckedIOException("building the Vertex AI client, which reads nothing", e);
    }
  }

  @Override
  public ChatModel chat() {
    return chat;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.of(embeddings);
  }

  @Override
  public void close() {
    client.close();
    rest.close();
  }
}
