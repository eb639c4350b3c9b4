package dev.trefoil.provider;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;

/** A service's embedding models. Used by many threads at once. */
public interface EmbeddingModel {
  /**
   * Turns all inputs into vectors and blocks until they are there. Splits them into as many
   * requests as the model's limit makes necessary, some of them side by side; never retries one.
   *
   * @param model the model's id as the service knows it
   * @throws ProviderException as {@link ChatModel#chat} does
   */
  Embeddings embed(EmbeddingRequest request, String model, CallContext context)
      throws ProviderException;
}
