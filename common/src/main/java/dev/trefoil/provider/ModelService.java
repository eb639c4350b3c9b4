package dev.trefoil.provider;

import java.util.Optional;

/** A model service, with the client that its models share. Built once a process. */
public interface ModelService extends AutoCloseable {
  ChatModel chat();

  /** Empty for a service that has no embedding models. */
  Optional<EmbeddingModel> embeddings();

  /** Empty where the service does not count the tokens of a model's prompts. */
  default Optional<TokenCounter> counter(String model) {
    return Optional.empty();
  }

  /** Frees connections and threads; calls that are under way fail. */
  @Override
  void close();
}
