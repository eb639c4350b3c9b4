package dev.trefoil.provider.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.ServerStream;
import com.google.auth.Credentials;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** Gemini models on Vertex AI; a model is the id after {@code publishers/google/models/}. */
public final class VertexChatModel implements ChatModel {
  /** The library insists on a limit; ours is the caller's, who cancels. */
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final VertexSettings settings;
  private final VertexChannel channel;
  private final PredictionServiceClient client;

  private VertexChatModel(VertexSettings settings, Credentials credentials) throws IOException {
    this.settings = settings;
    this.channel = new VertexChannel(settings);
    PredictionServiceSettings.Builder builder =
        PredictionServiceSettings.newBuilder()
            .setTransportChannelProvider(
                FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
            .setCredentialsProvider(FixedCredentialsProvider.create(credentials))
            .setEndpoint(settings.host() + ":" + settings.port());
    builder
        .generateContentSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    builder
        .streamGenerateContentSettings()
        .setRetryableCodes(Set.of())
        .setSimpleTimeoutNoRetriesDuration(NO_LIMIT);
    this.client = PredictionServiceClient.create(builder.build());
  }

  /** Builds the client; opens no connection and asks for no token. */
  public static ChatModel create(VertexSettings settings, Credentials credentials) {
    try {
      return new VertexChatModel(settings, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException("building the Vertex AI client, which reads nothing", e);
    }
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    GenerateContentRequest mapped = GenerateContentMapper.map(request, settings.resource(model));
    VertexAnswer answer = new VertexAnswer(listener);
    ManagedChannel used = channel.current();
    try {
      if (request.stream()) {
        stream(mapped, context.cancellation(), answer);
      } else {
        whole(mapped, context.cancellation(), answer);
      }
      answer.finish();
    } catch (ProviderException e) {
      if (e.kind() == Kind.UNREACHABLE) {
        channel.replace(used);
      } else if (context.cancellation().isCancelled()) {
        channel.replaceIfConnecting(used);
      }
      throw e;
    }
  }

  private void whole(GenerateContentRequest request, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    ApiFuture<GenerateContentResponse> call = client.generateContentCallable().futureCall(request);
    cancellation.onCancel(() -> call.cancel(true));
    GenerateContentResponse response;
    try {
      response = call.get();
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
    answer.take(response);
  }

  private void stream(
      GenerateContentRequest request, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    ServerStream<GenerateContentResponse> call =
        client.streamGenerateContentCallable().call(request);
    cancellation.onCancel(call::cancel);
    Iterator<GenerateContentResponse> responses = call.iterator();
    boolean ended = false;
    try {
      while (hasNext(responses, cancellation, answer)) {
        answer.take(responses.next());
      }
      ended = true;
    } finally {
      if (!ended) {
        call.cancel();
      }
    }
  }

  /** Waits for more of the answer; what goes wrong after its end mark does not matter. */
  private static boolean hasNext(
      Iterator<GenerateContentResponse> responses, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    boolean more;
    try {
      more = responses.hasNext();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw Failures.interrupted(interrupted);
      }
      if (!cancellation.isCancelled()) {
        if (answer.isComplete()) {
          return false;
        }
        throw VertexErrors.of(e, answer.hasText());
      }
      more = false;
    }
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    return more;
  }

  @Override
  public void close() {
    client.close();
    channel.shutdownNow();
  }
}
