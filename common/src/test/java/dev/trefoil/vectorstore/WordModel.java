package dev.trefoil.vectorstore;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Vectors by words: texts that share words are alike. Counts what it was asked. */
public final class WordModel implements ModelService, EmbeddingModel {
  private final List<String> texts = new ArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int dimensions = 64;
  private volatile Runnable before = () -> {};

  /** The next calls fail as an outage does. */
  public void fail(int times) {
    failures.set(times);
  }

  /** Gives vectors of another length from now on, as another model would. */
  public void dimensions(int length) {
    dimensions = length;
  }

  /** What happens before each call is answered. */
  public void before(Runnable action) {
    before = action;
  }

  /** All texts that it gave vectors of, in order. */
  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public ChatModel chat() {
    throw new IllegalStateException("it does not chat");
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.of(this);
  }

  @Override
  public void close() {}

  @Override
  public Embeddings embed(EmbeddingRequest request, String model, CallContext context)
      throws ProviderException {
    before.run();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ProviderException(ProviderException.Kind.OVERLOADED, "it is down");
    }
    List<float[]> vectors = new ArrayList<>();
    for (Input input : request.inputs()) {
      String text = ((Input.Text) input).text();
      synchronized (this) {
        texts.add(text);
      }
      vectors.add(vector(text));
    }
    return new Embeddings(vectors, request.inputs().size());
  }

  private float[] vector(String text) {
    float[] vector = new float[dimensions];
    vector[0] = 0.01f;
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
      vector[Math.floorMod(word.hashCode(), dimensions)] += 1;
    }
    return vector;
  }
}
