package dev.trefoil.provider.openai;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Embedding models behind {@code POST {baseUrl}/embeddings}.
 *
 * <p>A request takes 2,048 inputs, which is also the most that the front door lets through: the
 * common call is one request, so the rare others are sent one after another.
 */
final class OpenAiEmbeddingModel implements EmbeddingModel {
  /** OpenAI's API reference, "Create embeddings": {@code input}. */
  private static final int MOST_INPUTS = 2048;

  private final OpenAiClient client;
  private final URI uri;

  OpenAiEmbeddingModel(OpenAiClient client, URI uri) {
    this.client = client;
    this.uri = uri;
  }

  @Override
  public Embeddings embed(EmbeddingRequest request, String model, CallContext context)
      throws ProviderException {
    List<float[]> vectors = new ArrayList<>(request.inputs().size());
    long tokens = 0;
    for (List<Input> batch : batches(request.inputs())) {
      byte[] body = EmbeddingWriter.write(request, batch, model);
      try (Exchange exchange = client.post(uri, body, false, context)) {
        Embeddings part = EmbeddingReader.read(exchange.body(), batch.size());
        vectors.addAll(part.vectors());
        tokens += part.promptTokens();
      } catch (IOException e) {
        throw Exchange.brokenOff(e, false, context.cancellation());
      }
    }
    return new Embeddings(vectors, tokens);
  }

  /**
   * The inputs in order, in pieces of a request each; a request holds texts or tokens, not both.
   */
  private static List<List<Input>> batches(List<Input> inputs) {
    List<List<Input>> batches = new ArrayList<>(1);
    int from = 0;
    for (int to = 1; to <= inputs.size(); to++) {
      if (to == inputs.size()
          || to - from == MOST_INPUTS
          || inputs.get(to).getClass() != inputs.get(from).getClass()) {
        batches.add(inputs.subList(from, to));
        from = to;
      }
    }
    return batches;
  }
}
