package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** Titan's and Cohere's text embeddings by InvokeModel. */
final class BedrockEmbeddingModel implements EmbeddingModel {
  /** Requests of one call under way at once. */
  private static final int SIDE_BY_SIDE = 8;

  private static final String TOKENS = "x-amzn-bedrock-input-token-count";

  private final BedrockRuntimeAsyncClient client;
  private final AwsCredentialsProvider credentials;
  private final Function<String, Capabilities> models;

  BedrockEmbeddingModel(
      BedrockRuntimeAsyncClient client,
      AwsCredentialsProvider credentials,
      Function<String, Capabilities> models) {
    this.client = client;
    this.credentials = credentials;
    this.models = models;
  }

  @Override
  public Embeddings embed(EmbeddingRequest request, String model, CallContext context)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    EmbeddingForm form = EmbeddingForm.of(models.apply(model).family(), model).orElseThrow();
    List<InvokeModelRequest> requests = EmbeddingMapper.map(request, model, form);
    Signing.await(credentials, context.cancellation());
    CompletableFuture<Void> end = new CompletableFuture<>();
    context.cancellation().onCancel(() -> end.cancel(false));
    try {
      return embed(requests, request.inputs().size(), end, context.cancellation());
    } finally {
      end.cancel(false); // Whatever is still under way is of no use.
    }
  }

  /**
   * @param end ends all requests when it is complete
   */
  private Embeddings embed(
      List<InvokeModelRequest> requests,
      int inputs,
      CompletableFuture<Void> end,
      Cancellation cancellation)
      throws ProviderException {
    List<CompletableFuture<InvokeModelResponse>> calls = new ArrayList<>(requests.size());
    List<float[]> vectors = new ArrayList<>(inputs);
    long tokens = 0;
    for (int i = 0; i < requests.size(); i++) {
      for (int next = calls.size(); next < Math.min(requests.size(), i + SIDE_BY_SIDE); next++) {
        CompletableFuture<InvokeModelResponse> call = client.invokeModel(requests.get(next));
        end.whenComplete((nothing, thrown) -> call.cancel(true));
        calls.add(call);
      }
      InvokeModelResponse response = await(calls.get(i), cancellation);
      calls.set(i, null); // A long list of inputs has much to answer.
      EmbeddingReader answer = read(response);
      vectors.addAll(answer.vectors());
      tokens += tokens(response, answer);
    }
    if (vectors.size() != inputs) {
      throw new ProviderException(
          Kind.TRUNCATED, "Bedrock gave " + vectors.size() + " vectors for " + inputs + " inputs");
    }
    return new Embeddings(vectors, tokens);
  }

  private static InvokeModelResponse await(
      CompletableFuture<InvokeModelResponse> call, Cancellation cancellation)
      throws ProviderException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : BedrockErrors.of(e.getCause(), false);
    }
  }

  private static EmbeddingReader read(InvokeModelResponse response) throws ProviderException {
    try {
      return EmbeddingReader.read(response.body().asByteArrayUnsafe());
    } catch (IOException e) {
      throw new ProviderException(Kind.TRUNCATED, "Bedrock's answer is broken", e);
    }
  }

  private static long tokens(InvokeModelResponse response, EmbeddingReader answer) {
    return response
        .sdkHttpResponse()
        .firstMatchingHeader(TOKENS)
        .filter(count -> count.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(answer.tokens());
  }
}
