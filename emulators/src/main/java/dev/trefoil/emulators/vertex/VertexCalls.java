// Receives gRPC calls and answers each on a thread of its own.
package dev.trefoil.emulators.vertex;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Collects the one request of a call, then hands it over.
 *
 * @param <R> the request
 */
final class VertexCalls<R extends Message> implements ServerCallHandler<R, Frame> {

  /**
   * Answers calls, each on a thread of its own.
   *
   * @param <R> the request
   */
  interface Answerer<R> {
    void answer(VertexExchange exchange, R request) throws InterruptedException;

    /** The client has gone before the end of its answer. */
    void abandoned();
  }

  private final Answerer<R> answerer;
  private final boolean streams;
  private final TlsListener listener;
  private final Executor threads;

  VertexCalls(Answerer<R> answerer, boolean streams, TlsListener listener, Executor threads) {
    this.answerer = answerer;
    this.streams = streams;
    this.listener = listener;
    this.threads = threads;
  }

  @Override
  public ServerCall.Listener<R> startCall(ServerCall<R, Frame> call, Metadata headers) {
    var gone = new CountDownLatch(1);
    var exchange = new VertexExchange(call, streams, headers, listener, gone);
    call.request(2);
    return new ServerCall.Listener<>() {
      private R request;

      @Override
      public void onMessage(R message) {
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
        if (!exchange.endedByUs()) {
          answerer.abandoned();
        }
        gone.countDown();
      }
    };
  }

  private void answer(VertexExchange exchange, R request) {
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
