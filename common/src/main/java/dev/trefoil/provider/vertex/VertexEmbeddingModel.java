package dev.trefoil.provider.vertex;

import com.google.api.core.ApiFuture;
import com.google.cloud.vertexai.api.PredictResponse;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Google's text embedding models by predict. */
final class VertexEmbeddingModel implements EmbeddingModel {
  /** Requests of one call that are under way at once. */
  private static final int SIDE_BY_SIDE = 8;

  private final VertexSettings settings;
  private final VertexClient client;

  VertexEmbeddingModel(VertexSettings settings, VertexClient client) {
    this.settings = settings;
    this.client = client;
  }

  @Override
  public Embeddings embed(EmbeddingRequest request, String model, CallContext context)
      throws ProviderException {
    List<List<String>> batches = EmbeddingBatches.of(request, model);
    return client.attempt(
        context.cancellation(), () -> embed(request, model, batches, context.cancellation()));
  }

  /** Waits for the oldest request, so that vectors come in order, while later ones are made. */
  private Embeddings embed(
      EmbeddingRequest request, String model, List<List<String>> batches, Cancellation cancellation)
      throws ProviderException {
    Queue<ApiFuture<PredictResponse>> underWay = new ConcurrentLinkedQueue<>();
    cancellation.onCancel(() -> cancel(underWay));
    List<float[]> vectors = new ArrayList<>(request.inputs().size());
    long tokens = 0;
    int sent = 0;
    try {
      for (List<String> batch : batches) {
        for (; sent < batches.size() && underWay.size() < SIDE_BY_SIDE; sent++) {
          underWay.add(
              client.predict(
                  PredictMapper.request(
                      settings.resource(model), batches.get(sent), request.dimensions())));
        }
        if (cancellation.isCancelled()) {
          cancel(underWay);
        }
        PredictResponse response = VertexClient.await(underWay.element(), cancellation);
        underWay.remove();
        tokens += PredictMapper.take(response, batch.size(), request.dimensions(), vectors);
      }
      return new Embeddings(vectors, tokens);
    } finally {
      cancel(underWay);
    }
  }

  private static void cancel(Queue<ApiFuture<PredictResponse>> calls) {
    calls.forEach(call -> call.cancel(true));
  }
}
