package dev.trefoil.gateway;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.AnswerListener;
import dev.trefoil.fallback.CallFailedException;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.fallback.Trail;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.Router;
import java.util.List;
import java.util.Optional;

/** Answers calls, whatever seam they came in by. Used by many threads at once. */
public final class Gateway {
  private final Router router;
  private final FallbackLoop loop;

  public Gateway(Router router, FallbackLoop loop) {
    this.router = router;
    this.loop = loop;
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
    return loop.run(
        router.plan(model).orElseThrow(() -> new UnknownModelException(model)),
        request,
        requestId,
        deadline,
        listener);
  }

  /** The routes, in the order of the configuration. */
  public List<Route> routes() {
    return router.routes();
  }

  /** The route of a call that names none; empty where all routes are patterns. */
  public Optional<String> defaultRoute() {
    return router.defaultRoute();
  }
}
