package dev.trefoil.fallback;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.AttemptProgress;
import dev.trefoil.attempt.Operation;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.chat.Usage;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.LearnedLimit;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import dev.trefoil.routing.TargetRequest;
import java.util.List;
import java.util.Map;

/** Vectors, which come whole or not at all. */
final class EmbeddingOperation implements Operation {
  private final Map<String, ModelService> services;
  private final HealthBook health;
  private final EmbeddingRequest request;
  private Embeddings embeddings;
  private List<RequestChange> changes = List.of();

  EmbeddingOperation(
      Map<String, ModelService> services, HealthBook health, EmbeddingRequest request) {
    this.services = services;
    this.health = health;
    this.request = request;
  }

  @Override
  public void attempt(Step step, Trail before, CallContext context, AttemptProgress progress)
      throws ProviderException {
    Target target = step.target();
    EmbeddingModel model =
        services
            .get(target.service())
            .embeddings()
            .orElseThrow(
                () ->
                    new ProviderException(
                            Kind.UNSUPPORTED, target.service() + " has no embedding models")
                        .withParam("model"));
    try {
      embeddings = model.embed(TargetRequest.of(request, step), target.model(), context);
    } catch (ProviderException e) {
      if (e.kind() == Kind.UNSUPPORTED) {
        LearnedLimit.of(request, e).forEach(limit -> health.learn(target, limit));
      }
      throw e;
    }
    changes = step.changes();
    if (embeddings.promptTokens() > 0) {
      progress.counted(new Usage(embeddings.promptTokens(), 0));
    } else {
      long tokens = Requirements.of(request).size().tokens(step.model().family());
      embeddings = new Embeddings(embeddings.vectors(), tokens);
      progress.estimated(new Usage(tokens, 0));
    }
  }

  /** Vectors come at once or not at all: their service is silent until then. */
  @Override
  public boolean thinks(Step step) {
    return true;
  }

  EmbeddingAnswer answer(Trail trail) {
    Target target = trail.last().orElseThrow().target();
    return new EmbeddingAnswer(new AnswerStart(target, trail, changes), embeddings);
  }
}
