package dev.trefoil.provider;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A service that is built when it is first called, or ahead of that. Only the cloud's own service,
 * by its usual protocol, is needed by every process; the others cost start-up time that most
 * processes never get back.
 */
public final class OnFirstUse implements ModelService {
  private final Supplier<ModelService> builder;
  private volatile ModelService built;

  public OnFirstUse(Supplier<ModelService> builder) {
    this.builder = builder;
  }

  /** Builds it ahead of that; whoever calls it meanwhile waits. */
  public void prepare() {
    var unused = built();
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
  public Optional<TokenCounter> counter(String model) {
    return built().counter(model);
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
