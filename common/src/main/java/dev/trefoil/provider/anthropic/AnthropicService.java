package dev.trefoil.provider.anthropic;

import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.TokenCounter;
import dev.trefoil.provider.http.JsonClient;
import dev.trefoil.schema.SchemaChatModel;
import dev.trefoil.schema.SchemaFamily;
import java.util.Optional;
import java.util.function.Function;

/** A service that speaks Messages, by its own dialect. It has no embedding models. */
public final class AnthropicService implements ModelService {
  private final JsonClient client;
  private final ChatModel chat;
  private final Optional<TokenCounter> counter;

  private AnthropicService(
      AnthropicSettings settings, RequestSigner signer, Function<String, Capabilities> models) {
    this.client = new JsonClient(settings.connectTimeout());
    MessagesClient messages = new MessagesClient(client, signer, settings.dialect());
    SchemaChatModel fitting =
        new SchemaChatModel(
            new AnthropicChatModel(messages, settings, models),
            model -> SchemaFamily.CLAUDE,
            model -> models.apply(model).schema());
    this.chat = fitting;
    this.counter =
        settings.dialect().counts()
            ? Optional.of(fitting.counting(new AnthropicCounter(messages, settings, models)))
            : Optional.empty();
  }

  /**
   * Builds the client; opens no connection and asks for no key.
   *
   * @param signer says who we are
   * @param models what is known of a model
   */
  public static ModelService create(
      AnthropicSettings settings, RequestSigner signer, Function<String, Capabilities> models) {
    return new AnthropicService(settings, signer, models);
  }

  /**
   * The same by a key.
   *
   * @param key gives what {@code x-api-key} carries; empty for no such header
   */
  public static ModelService create(
      AnthropicSettings settings, Authorization key, Function<String, Capabilities> models) {
    return create(settings, RequestSigner.header("x-api-key", key), models);
  }

  @Override
  public ChatModel chat() {
    return chat;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.empty();
  }

  @Override
  public Optional<TokenCounter> counter(String model) {
    return counter;
  }

  @Override
  public void close() {
    client.close();
  }
}
