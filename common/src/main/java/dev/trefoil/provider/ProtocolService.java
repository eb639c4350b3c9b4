package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities.Protocol;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A service that speaks several protocols: each model is called by its own. */
public final class ProtocolService implements ModelService {
  private final ProtocolChoice choice;
  private final Function<String, Capabilities> models;
  private final ModelService embedding;
  private final Map<Protocol, ModelService> services;
  private final ChatModel chat = new ByModel();

  /**
   * @param models what is known of a model, by its id
   * @param embedding has the embedding models
   * @param services for each protocol that may be chosen; all are closed with this one
   */
  public ProtocolService(
      ProtocolChoice choice,
      Function<String, Capabilities> models,
      ModelService embedding,
      Map<Protocol, ModelService> services) {
    this.choice = choice;
    this.models = models;
    this.embedding = embedding;
    this.services = Map.copyOf(services);
  }

  private ModelService of(String model) {
    return services.get(choice.of(model, models.apply(model)));
  }

  @Override
  public ChatModel chat() {
    return chat;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return embedding.embeddings();
  }

  @Override
  public Optional<TokenCounter> counter(String model) {
    return of(model).counter(model);
  }

  @Override
  public void close() {
    new HashSet<>(services.values()).forEach(ModelService::close);
  }

  private final class ByModel implements ChatModel {
    @Override
    public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
        throws ProviderException {
      of(model).chat().chat(request, model, context, listener);
    }

    @Override
    public SchemaFit schemas(ChatRequest request, String model) {
      return of(model).chat().schemas(request, model);
    }
  }
}
