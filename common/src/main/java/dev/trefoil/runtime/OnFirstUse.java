package dev.trefoil.runtime;

import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.TokenCounter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A service that is built when it is first called, or ahead of that in the background. Only the
 * cloud's own service is needed by every process; the others cost start-up time that most processes
 * never get back.
 */
final class OnFirstUse implements ModelService {
  private final Supplier<ModelService> builder;
  private volatile ModelService built;

  OnFirstUse(Supplier<ModelService> builder) {
    this.builder = builder;
  }

  /** Begins to build it, while other things start; whoever calls it meanwhile waits. */
  OnFirstUse ahead() {
    Background.run("trefoil-ahead", Thread.NORM_PRIORITY, this::built);
    return this;
  }

  @Override
  public ChatModel chat() {
    return built().chat();
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return built().embeddings();
  }

  @Override
  public Optional<TokenCounter> counter() {
    return built().counter();
  }

  @Override
  public synchronized void close() {
    if (built != null) {
      built.close();
    }
  }

  private ModelService built() {
    ModelService service = built;
    return service != null ? service : build();
  }

  private synchronized ModelService build() {
    if (built == null) {
      built = builder.get();
    }
    return built;
  }
}
