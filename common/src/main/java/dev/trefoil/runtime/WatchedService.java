package dev.trefoil.runtime;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.SchemaFit;
import dev.trefoil.provider.TokenCounter;
import java.util.Optional;

/**
 * A service of which the identity hears when it refuses who we are.
 *
 * @param refused what is told
 */
record WatchedService(ModelService service, Runnable refused) implements ModelService {

  @Override
  public ChatModel chat() {
    return new WatchedChat(service.chat());
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return service.embeddings().map(WatchedEmbeddings::new);
  }

  @Override
  public Optional<TokenCounter> counter(String model) {
    return service
        .counter(model)
        .map(
            counter ->
                (request, id, context) -> {
                  try {
                    return counter.count(request, id, context);
                  } catch (ProviderException e) {
                    throw reported(e);
                  }
                });
  }

  @Override
  public void close() {
    service.close();
  }

  private ProviderException reported(ProviderException e) {
    if (e.kind() == Kind.AUTH) {
      refused.run();
    }
    return e;
  }

  private final class WatchedChat implements ChatModel {
    private final ChatModel model;

    WatchedChat(ChatModel model) {
      this.model = model;
    }

    @Override
    public void chat(ChatRequest request, String id, CallContext context, ChatListener listener)
        throws ProviderException {
      try {
        model.chat(request, id, context, listener);
      } catch (ProviderException e) {
        throw reported(e);
      }
    }

    @Override
    public SchemaFit schemas(ChatRequest request, String id) {
      return model.schemas(request, id);
    }
  }

  private final class WatchedEmbeddings implements EmbeddingModel {
    private final EmbeddingModel model;

    WatchedEmbeddings(EmbeddingModel model) {
      this.model = model;
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, String id, CallContext context)
        throws ProviderException {
      try {
        return model.embed(request, id, context);
      } catch (ProviderException e) {
        throw reported(e);
      }
    }
  }
}
