package dev.trefoil.gateway;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.fallback.AnswerListener;
import dev.trefoil.fallback.CallFailedException;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.fallback.Trail;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.Router;
import dev.trefoil.target.Plan;
import dev.trefoil.target.Target;
import java.util.List;
import java.util.Optional;

/** Answers calls, whatever seam they came in by. Used by many threads at once. */
public final class Gateway {
  private final Router router;
  private final FallbackLoop loop;
  private final ModelCatalog catalog;

  public Gateway(Router router, FallbackLoop loop, ModelCatalog catalog) {
    this.router = router;
    this.loop = loop;
    this.catalog = catalog;
  }

  /**
   * Gets one answer from the targets that {@code model} stands for. Blocks until it is complete.
   *
   * @param model a route's name, or {@code service/model}
   * @return all attempts, the answering one last
   * @throws UnknownModelException when nothing goes by that name; nothing was tried
   * @throws CallFailedException when no target gave the whole answer
   */
  public Trail chat(
      String model,
      ChatRequest request,
      String requestId,
      Deadline deadline,
      AnswerListener listener)
      throws UnknownModelException, CallFailedException {
    return loop.chat(plan(model), request, requestId, deadline, listener);
  }

  /**
   * Gets the vectors of one embeddings call; throws as {@link #chat} does. Vectors of different
   * models do not mix: unless the route says that its targets are interchangeable, only those that
   * are the same model as the first are tried.
   */
  public EmbeddingAnswer embed(
      String model, EmbeddingRequest request, String requestId, Deadline deadline)
      throws UnknownModelException, CallFailedException {
    Plan plan = plan(model);
    return loop.embed(
        plan.interchangeable() ? plan : sameModel(plan), request, requestId, deadline);
  }

  /** The routes, in the order of the configuration. */
  public List<Route> routes() {
    return router.routes();
  }

  /** The route of a call that names none; empty where all routes are patterns. */
  public Optional<String> defaultRoute() {
    return router.defaultRoute();
  }

  private Plan plan(String model) throws UnknownModelException {
    return router.plan(model).orElseThrow(() -> new UnknownModelException(model));
  }

  private Plan sameModel(Plan plan) {
    String family = family(plan.targets().getFirst());
    return new Plan(
        plan.targets().stream().filter(target -> family(target).equals(family)).toList());
  }

  private String family(Target target) {
    return catalog.of(target.service(), target.model()).family();
  }
}
