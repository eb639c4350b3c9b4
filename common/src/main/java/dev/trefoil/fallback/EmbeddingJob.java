package dev.trefoil.fallback;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.Target;
import java.util.List;
import java.util.Map;

/** Vectors, which come whole or not at all. */
final class EmbeddingJob implements Job {
  private final Map<String, ModelService> services;
  private final EmbeddingRequest request;
  private Embeddings embeddings;
  private List<String> dropped = List.of();

  EmbeddingJob(Map<String, ModelService> services, EmbeddingRequest request) {
    this.services = services;
    this.request = request;
  }

  @Override
  public boolean begun() {
    return false;
  }

  @Override
  public void attempt(Target target, Trail before, CallContext context, Runnable signs)
      throws ProviderException {
    EmbeddingModel model =
        services
            .get(target.service())
            .embeddings()
            .orElseThrow(
                () ->
                    new ProviderException(
                            Kind.UNSUPPORTED, target.service() + " has no embedding models")
                        .withParam("model"));
    embeddings = model.embed(request, target.model(), context);
    dropped = model.dropped(request, target.model());
  }

  EmbeddingAnswer answer(Trail trail) {
    Target target = trail.last().orElseThrow().target();
    return new EmbeddingAnswer(new Start(target, trail, dropped), embeddings);
  }
}
