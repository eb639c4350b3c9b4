// One invocation, seen from the side of the platform.
package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One event, and what a runtime answers to it: chunk by chunk as it comes, and in the end. */
public final class EmulatedInvocation {
  /** How long a test waits for what must come: it asserts that it comes, not when. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String id = UUID.randomUUID().toString();
  private final byte[] event;
  private final Duration timeout;
  private final String traceId;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final LinkedBlockingQueue<Optional<byte[]>> chunks = new LinkedBlockingQueue<>();
  private final List<byte[]> streamed = new ArrayList<>();
  private final CompletableFuture<byte[]> request = new CompletableFuture<>();
  private final CompletableFuture<Void> taken = new CompletableFuture<>();
  private volatile Optional<Socket> connection = Optional.empty();
  private volatile Runnable givenUp = () -> {};
  private volatile boolean answered;

  EmulatedInvocation(byte[] event, Duration timeout, String traceId) {
    this.event = event;
    this.timeout = timeout;
    this.traceId = traceId;
  }

  public String id() {
    return id;
  }

  byte[] event() {
    return event;
  }

  Duration timeout() {
    return timeout;
  }

  String traceId() {
    return traceId;
  }

  /** Waits until a runtime has it. */
  public void awaitTaken() throws IOException, InterruptedException {
    get(taken);
  }

  /** Waits for the next chunk of a streamed answer; empty at its end. */
  public Optional<byte[]> nextChunk() throws InterruptedException {
    Optional<byte[]> chunk = chunks.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (chunk == null) {
      throw new IllegalStateException("no chunk came, nor the end of the answer");
    }
    return chunk;
  }

  /** Whether a chunk has come that was not taken yet, or the end. */
  public boolean hasChunk() {
    return !chunks.isEmpty();
  }

  /** Waits for the end. */
  public Outcome outcome() throws IOException, InterruptedException {
    return get(outcome);
  }

  /** Waits for the end; all bytes of the request that answered it, up to 1 MB. */
  public byte[] request() throws IOException, InterruptedException {
    return get(request);
  }

  /**
   * Gives the invocation up, and ends the connection on which its answer is streamed: what the
   * platform does at a timeout.
   */
  public void cut() throws IOException {
    givenUp.run();
    Socket socket = connection.orElseThrow();
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the invocation did not come so far", e);
    }
  }

  /** The one response or error that it may have begins; false where there was one. */
  synchronized boolean begin() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  void isTaken() {
    taken.complete(null);
  }

  /**
   * @param free lets the runtime ask for another although this one has no answer
   */
  void streamsOn(Socket socket, Runnable free) {
    givenUp = free;
    connection = Optional.of(socket);
  }

  void chunk(byte[] bytes, boolean keep) {
    if (keep) {
      streamed.add(bytes);
    }
    chunks.add(Optional.of(bytes));
  }

  List<byte[]> streamed() {
    return streamed;
  }

  void end(Outcome what, byte[] answeredBy) {
    outcome.complete(what);
    request.complete(answeredBy);
    chunks.add(Optional.empty());
  }
}
