// The answering side of one gRPC call, with the ways to answer badly.
package dev.trefoil.emulators.vertex;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Answers one call. Used by one thread. */
final class VertexExchange {

  /** A length-delimited field that claims to be longer than the message. */
  private static final byte[] NO_MESSAGE = {0x0a, 0x7f, 0x01};

  private final ServerCall<?, Frame> call;
  private final boolean streams;
  private final Metadata headers;
  private final TlsListener listener;
  private final CountDownLatch gone;
  private boolean started;
  private volatile boolean ended;

  VertexExchange(
      ServerCall<?, Frame> call,
      boolean streams,
      Metadata headers,
      TlsListener listener,
      CountDownLatch gone) {
    this.call = call;
    this.streams = streams;
    this.headers = headers;
    this.listener = listener;
    this.gone = gone;
  }

  boolean streams() {
    return streams;
  }

  /** Whether this side has ended the call or broken its connection. */
  boolean endedByUs() {
    return ended;
  }

  String path() {
    return "/" + call.getMethodDescriptor().getFullMethodName();
  }

  /** The text headers. */
  Map<String, List<String>> headers() {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (String name : headers.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Iterable<String> values =
            headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        map.put(name, StreamSupport.stream(values.spliterator(), false).toList());
      }
    }
    return map;
  }

  /** Sends the head, without which a client knows nothing of an answer. */
  void start() {
    if (!started) {
      started = true;
      call.sendHeaders(new Metadata());
    }
  }

  /** Whether more can be sent without being kept until the client takes it. */
  boolean isReady() {
    return call.isReady();
  }

  void send(Message response) {
    sendFrame(new Frame.Whole(response));
  }

  /** Sends a message that is none. */
  void sendBroken() {
    sendFrame(new Frame.Raw(NO_MESSAGE));
  }

  /** Ends the call well. */
  void finish() {
    ended = true;
    call.close(io.grpc.Status.OK, new Metadata());
  }

  /** Ends the call with an error and its details. */
  void fail(Status status) {
    ended = true;
    StatusException error = StatusProto.toStatusException(status);
    Metadata trailers = error.getTrailers();
    call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** Resets the connection, and with it every call on it. */
  void reset() {
    ended = true;
    listener.connection(client()).ifPresent(VertexExchange::reset);
  }

  /** Closes the connection after all that was sent. */
  void cut() {
    ended = true;
    // Random, so that no answer holds it.
    byte[] marker = new byte[24];
    ThreadLocalRandom.current().nextBytes(marker);
    listener.connection(client()).ifPresent(connection -> connection.cutBefore(marker));
    sendFrame(new Frame.Raw(marker));
  }

  /** Blocks until the client goes away or the emulator is closed. */
  void awaitClientGone() throws InterruptedException {
    gone.await();
  }

  /** Waits this long, or less if the client goes away; tells whether it has. */
  boolean clientLeavesWithin(int millis) throws InterruptedException {
    return gone.await(millis, TimeUnit.MILLISECONDS);
  }

  private void sendFrame(Frame frame) {
    start();
    call.sendMessage(frame);
  }

  private SocketAddress client() {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
  }

  private static void reset(BreakableSocket connection) {
    try {
      connection.reset();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection cannot be reset", e);
    }
  }
}
