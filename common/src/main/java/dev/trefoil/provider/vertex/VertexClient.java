package dev.trefoil.provider.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.ServerStream;
import com.google.auth.Credentials;
import com.google.cloud.vertexai.api.EmbedContentRequest;
import com.google.cloud.vertexai.api.EmbedContentResponse;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.PredictRequest;
import com.google.cloud.vertexai.api.PredictResponse;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** The library's client and the channel under it, without the library's retries and limits. */
final class VertexClient implements AutoCloseable {
  /** The library insists on a limit; ours is the caller's, who cancels. */
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final VertexChannel channel;
  private final PredictionServiceClient client;

  VertexClient(VertexSettings settings, Credentials credentials) throws IOException {
    this(settings, VertexChannel.secure(settings), FixedCredentialsProvider.create(credentials));
  }

  static VertexClient inPlainText(VertexSettings settings) throws IOException {
    return new VertexClient(
        settings, VertexChannel.plainText(settings), NoCredentialsProvider.create());
  }

  private VertexClient(
      VertexSettings settings, VertexChannel channel, CredentialsProvider credentials)
      throws IOException {
    this.channel = channel;
    PredictionServiceSettings.Builder builder =
        PredictionServiceSettings.newBuilder()
            .setTransportChannelProvider(
                FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
            .setCredentialsProvider(credentials)
            // Said outright: else GOOGLE_CLOUD_UNIVERSE_DOMAIN says it.
            .setUniverseDomain(Credentials.GOOGLE_DEFAULT_UNIVERSE)
            .setEndpoint(settings.host() + ":" + settings.port());
    builder
        .generateContentSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    builder
        .streamGenerateContentSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    builder
        .predictSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    builder
        .embedContentSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    this.client = PredictionServiceClient.create(builder.build());
  }

  ApiFuture<GenerateContentResponse> generate(GenerateContentRequest request) {
    return client.generateContentCallable().futureCall(request);
  }

  ServerStream<GenerateContentResponse> stream(GenerateContentRequest request)
      throws ProviderException {
    try {
      return client.streamGenerateContentCallable().call(request);
    } catch (RuntimeException e) {
      // A call that is not even begun, where one that is not streamed fails by its future.
      throw VertexErrors.of(e, false);
    }
  }

  ApiFuture<PredictResponse> predict(PredictRequest request) {
    return client.predictCallable().futureCall(request);
  }

  ApiFuture<EmbedContentResponse> embed(EmbedContentRequest request) {
    return client.embedContentCallable().futureCall(request);
  }

  /** Waits for a call that {@code cancellation} ends. */
  static <A> A await(ApiFuture<A> call, Cancellation cancellation) throws ProviderException {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : VertexErrors.of(e.getCause(), false);
    }
  }

  /** Runs one attempt; a connection that it found broken, or waited for in vain, is not kept. */
  <A> A attempt(Cancellation cancellation, Attempt<A> attempt) throws ProviderException {
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    ManagedChannel used = channel.current();
    try {
      return attempt.run();
    } catch (ProviderException e) {
      if (e.kind() == Kind.UNREACHABLE) {
        channel.replace(used);
      } else if (cancellation.isCancelled()) {
        channel.replaceIfConnecting(used);
      }
      throw e;
    }
  }

  /** What calls the service. */
  @FunctionalInterface
  interface Attempt<A> {
    A run() throws ProviderException;
  }

  @Override
  public void close() {
    client.close();
    channel.shutdownNow();
  }
}
