package dev.trefoil.provider.openai;

import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.schema.SchemaChatModel;
import dev.trefoil.schema.SchemaFamily;
import java.util.Optional;
import java.util.function.Function;

/** OpenAI, or a service that speaks as it does: the client that its models share. */
public final class OpenAiService implements ModelService {
  private final OpenAiClient client;
  private final ChatModel chat;
  private final Optional<EmbeddingModel> embeddings;

  private OpenAiService(
      OpenAiSettings settings, OpenAiClient client, Function<String, Capabilities> models) {
    this.client = client;
    this.chat =
        new SchemaChatModel(
            new ProtocolChatModel(client, settings, models),
            model -> family(settings.dialect().of(model)),
            model -> models.apply(model).schema());
    this.embeddings =
        settings.dialect().embeds()
            ? Optional.of(new OpenAiEmbeddingModel(client, settings.embeddings()))
            : Optional.empty();
  }

  /**
   * Builds the client; opens no connection and asks for no token.
   *
   * @param signer says who we are
   * @param models what is known of a model, by its id
   */
  public static ModelService create(
      OpenAiSettings settings, RequestSigner signer, Function<String, Capabilities> models) {
    return new OpenAiService(settings, new OpenAiClient(signer, settings.connectTimeout()), models);
  }

  /**
   * The same by the header {@code Authorization}.
   *
   * @param authorization where it gives an empty text, no header is sent
   */
  public static ModelService create(
      OpenAiSettings settings, Authorization authorization, Function<String, Capabilities> models) {
    return create(settings, RequestSigner.header("Authorization", authorization), models);
  }

  private static SchemaFamily family(Dialect dialect) {
    return switch (dialect) {
      case OPENAI, BEDROCK, MANTLE -> SchemaFamily.OPENAI;
      case COMPATIBLE -> SchemaFamily.COMPATIBLE;
    };
  }

  @Override
  public ChatModel chat() {
    return chat;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return embeddings;
  }

  @Override
  public void close() {
    client.close();
  }
}
