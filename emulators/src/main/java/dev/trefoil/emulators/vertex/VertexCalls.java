// Receives gRPC calls and answers each on a thread of its own.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.rpc.Code;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** Collects the one request of a call, then hands it over. */
final class VertexCalls implements ServerCallHandler<GenerateContentRequest, Frame> {

  /** Answers one call; runs on a thread of its own. */
  @FunctionalInterface
  interface Answerer {
    void answer(VertexExchange exchange, GenerateContentRequest request)
        throws InterruptedException;
  }

  private final Answerer answerer;
  private final TlsListener listener;
  private final Executor threads;

  VertexCalls(Answerer answerer, TlsListener listener, Executor threads) {
    this.answerer = answerer;
    this.listener = listener;
    this.threads = threads;
  }

  @Override
  public ServerCall.Listener<GenerateContentRequest> startCall(
      ServerCall<GenerateContentRequest, Frame> call, Metadata headers) {
    var gone = new CountDownLatch(1);
    var exchange = new VertexExchange(call, headers, listener, gone);
    call.request(2);
    return new ServerCall.Listener<>() {
      private GenerateContentRequest request;

      @Override
      public void onMessage(GenerateContentRequest message) {
        request = message;
      }

      @Override
      public void onHalfClose() {
        if (request == null) {
          call.close(Status.INVALID_ARGUMENT.withDescription("no request"), new Metadata());
        } else {
          threads.execute(() -> answer(exchange, request));
        }
      }

      @Override
      public void onCancel() {
        gone.countDown();
      }
    };
  }

  private void answer(VertexExchange exchange, GenerateContentRequest request) {
    try {
      answerer.answer(exchange, request);
    } catch (InterruptedException e) {
      // The emulator is closing, and with it the call.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A mistake of ours must not pass for a failure that someone asked for: it is told and
      // printed.
      exchange.fail(VertexErrors.of(Code.INTERNAL, "The emulator failed: " + e));
      throw e;
    }
  }
}
