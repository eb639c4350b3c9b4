package dev.trefoil.provider.vertex;

import com.google.api.core.ApiFuture;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Google's embedding models: by embedContent since Gemini Embedding 2, before by predict. */
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
    Queue<Pending<?>> underWay = new ConcurrentLinkedQueue<>();
    cancellation.onCancel(() -> cancel(underWay));
    List<float[]> vectors = new ArrayList<>(request.inputs().size());
    long tokens = 0;
    int sent = 0;
    try {
      for (int received = 0; received < batches.size(); received++) {
        for (; sent < batches.size() && underWay.size() < SIDE_BY_SIDE; sent++) {
          underWay.add(send(model, batches.get(sent), request.dimensions()));
        }
        if (cancellation.isCancelled()) {
          cancel(underWay);
        }
        tokens += underWay.element().await(cancellation, vectors);
        underWay.remove();
      }
      return new Embeddings(vectors, tokens);
    } finally {
      cancel(underWay);
    }
  }

  private Pending<?> send(String model, List<String> texts, OptionalInt dimensions) {
    String resource = settings.resource(model);
    return EmbeddingBatches.byContent(model)
        ? new Pending<>(
            client.embed(EmbedContentMapper.request(resource, texts.getFirst(), dimensions)),
            (response, vectors) -> EmbedContentMapper.take(response, dimensions, vectors))
        : new Pending<>(
            client.predict(PredictMapper.request(resource, texts, dimensions)),
            (response, vectors) -> PredictMapper.take(response, texts.size(), dimensions, vectors));
  }

  /** A request that is under way, and how its response is read. */
  private record Pending<A>(ApiFuture<A> call, Reader<A> reader) {
    long await(Cancellation cancellation, List<float[]> vectors) throws ProviderException {
      return reader.take(VertexClient.await(call, cancellation), vectors);
    }
  }

  /** Adds a response's vectors, and gives its tokens. */
  private interface Reader<A> {
    long take(A response, List<float[]> vectors) throws ProviderException;
  }

  private static void cancel(Queue<Pending<?>> calls) {
    calls.forEach(pending -> pending.call().cancel(true));
  }
}
