package dev.trefoil.provider;

import dev.trefoil.chat.EmbeddingRequest;

/** Of a service that takes no seed with chat, and no user with embeddings. */
public final class DroppingRules implements RequestRules {
  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    to.drop(RequestField.SEED, asked.settings().seed().isPresent());
  }

  @Override
  public void embeddings(
      EmbeddingRequest request, String model, Capabilities can, RequestChanges to) {
    to.drop(RequestField.USER, true);
  }
}
