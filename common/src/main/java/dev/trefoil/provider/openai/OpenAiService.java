package dev.trefoil.provider.openai;

import dev.trefoil.identity.Authorization;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.schema.SchemaChatModel;
import dev.trefoil.schema.SchemaFamily;
import java.util.Optional;
import java.util.function.Function;

/** Azure OpenAI, OpenAI, or a server that speaks the same: the client that its models share. */
public final class OpenAiService implements ModelService {
  private final OpenAiClient client;
  private final ChatModel chat;
  private final EmbeddingModel embeddings;

  private OpenAiService(
      OpenAiSettings settings, OpenAiClient client, Function<String, Capabilities> models) {
    this.client = client;
    SchemaFamily family =
        switch (settings.dialect()) {
          case OPENAI -> SchemaFamily.OPENAI;
          case COMPATIBLE -> SchemaFamily.COMPATIBLE;
        };
    this.chat =
        new SchemaChatModel(
            new ProtocolChatModel(client, settings, models),
            model -> family,
            model -> models.apply(model).schema());
    this.embeddings = new OpenAiEmbeddingModel(client, settings.embeddings());
  }

  /**
   * Builds the client; opens no connection and asks for no token.
   *
   * @param authorization where it gives an empty text, no header is sent
   * @param models what is known of a model, by its id
   */
  public static ModelService create(
      OpenAiSettings settings, Authorization authorization, Function<String, Capabilities> models) {
    return new OpenAiService(
        settings, new OpenAiClient(authorization, settings.connectTimeout()), models);
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
  }
}
