package dev.trefoil.provider.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ServerStream;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.Grace;
import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The library's own client, for all that its messages can say. */
final class GrpcTransport implements Transport {
  private final VertexClient client;

  GrpcTransport(VertexClient client) {
    this.client = client;
  }

  @Override
  public void send(
      GeminiRequest request, boolean stream, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    client.attempt(
        cancellation,
        () -> {
          if (stream) {
            stream(request.message(), cancellation, answer);
          } else {
            whole(request.message(), cancellation, answer);
          }
          return answer;
        });
  }

  private void whole(GenerateContentRequest request, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    ApiFuture<GenerateContentResponse> call = client.generate(request);
    cancellation.onCancel(() -> call.cancel(true));
    answer.take(VertexClient.await(call, cancellation));
  }

  private void stream(
      GenerateContentRequest request, Cancellation cancellation, VertexAnswer answer)
      throws ProviderException {
    ServerStream<GenerateContentResponse> call = client.stream(request);
    cancellation.onCancel(call::cancel);
    Iterator<GenerateContentResponse> responses = call.iterator();
    CompletableFuture<Void> grace = new CompletableFuture<>();
    grace.whenComplete(
        (nothing, over) -> {
          if (over != null) {
            call.cancel();
          }
        });
    boolean ended = false;
    try {
      while (hasNext(responses, cancellation, answer)) {
        answer.alive();
        answer.take(responses.next());
        if (answer.isComplete()) {
          Duration left = answer.isCounted() ? Grace.AFTER_END : Grace.AFTER_FINISH;
          grace.orTimeout(left.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      ended = true;
    } finally {
      grace.complete(null);
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
        throw VertexErrors.of(e, answer.hasBegun());
      }
      more = false;
    }
    if (cancellation.isCancelled()) {
      throw Failures.cancelled();
    }
    return more;
  }
}
