package dev.trefoil.provider.anthropic;

import dev.trefoil.identity.Authorization;
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

/** Anthropic's API, or a server that speaks the same. It has no embedding models. */
public final class AnthropicService implements ModelService {
  private final JsonClient client;
  private final ChatModel chat;
  private final TokenCounter counter;

  private AnthropicService(
      AnthropicSettings settings, Authorization key, Function<String, Capabilities> models) {
    this.client = new JsonClient(settings.connectTimeout());
    MessagesClient messages = new MessagesClient(client, key);
    SchemaChatModel fitting =
        new SchemaChatModel(
            new AnthropicChatModel(messages, settings.messages(), models),
            model -> SchemaFamily.CLAUDE,
            model -> models.apply(model).schema());
    this.chat = fitting;
    this.counter = fitting.counting(new AnthropicCounter(messages, settings.countTokens(), models));
  }

  /**
   * Builds the client; opens no connection and asks for no key.
   *
   * @param key gives what {@code x-api-key} carries, asked for anew for every request; empty for no
   *     such header
   * @param models what is known of a model
   */
  public static ModelService create(
      AnthropicSettings settings, Authorization key, Function<String, Capabilities> models) {
    return new AnthropicService(settings, key, models);
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
    return Optional.of(counter);
  }

  @Override
  public void close() {
    client.close();
  }
}
