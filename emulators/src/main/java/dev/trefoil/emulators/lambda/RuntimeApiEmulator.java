package dev.trefoil.emulators.lambda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Serves one runtime process on 127.0.0.1. */
public final class RuntimeApiEmulator implements AutoCloseable {
  /** "6291556 bytes", Lambda's own message. */
  static final int MAX_PAYLOAD_BYTES = 6_291_556;

  private static final String TRACE_ID =
      "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";

  private final ServerSocket listener;
  private final Invocations invocations;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RuntimeApiEmulator(ServerSocket listener, int atOnce) {
    this.listener = listener;
    this.invocations = new Invocations(atOnce);
  }

  /** Starts it for a function that gets one invocation after the other. */
  public static RuntimeApiEmulator start() throws IOException {
    return start(1);
  }

  /**
   * Starts it.
   *
   * @param atOnce {@code AWS_LAMBDA_MAX_CONCURRENCY}: how many invocations are under way at once
   */
  public static RuntimeApiEmulator start(int atOnce) throws IOException {
    ServerSocket listener =
        new ServerSocket(0, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    RuntimeApiEmulator emulator = new RuntimeApiEmulator(listener, atOnce);
    emulator.threads.execute(emulator::accept);
    return emulator;
  }

  /** What a runtime finds in {@code AWS_LAMBDA_RUNTIME_API}. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Has an event handled by a function that may take a minute. */
  public EmulatedInvocation invoke(byte[] event) {
    return invoke(event, Duration.ofMinutes(1));
  }

  /** Has an event handled. */
  public EmulatedInvocation invoke(byte[] event, Duration timeout) {
    EmulatedInvocation invocation = new EmulatedInvocation(event, timeout, TRACE_ID);
    invocations.submit(invocation);
    return invocation;
  }

  /** Waits until this many requests for an invocation wait. */
  public void awaitWaiting(int count) throws InterruptedException {
    invocations.awaitWaiting(count);
  }

  /** Waits until the runtime says that it cannot start; how it says that. */
  public Outcome.Failed initError() throws IOException, InterruptedException {
    return invocations.initError();
  }

  /** What was sent that the real one refuses, or that no document allows. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        connections.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        if (!listener.isClosed()) {
          throw new IllegalStateException("stopped listening", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      RuntimeConnection connection = new RuntimeConnection(socket, invocations, faults);
      while (connection.serve()) {
        // Another request follows.
      }
    } catch (IOException e) {
      // Either side has closed the connection, which an answer under way has been told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
