// An HTTP/1.1 server on loopback that can break a connection on purpose and notices when the client
// leaves. The JDK's own server can do neither.
package dev.trefoil.emulators.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** Listens on 127.0.0.1; a virtual thread a connection, kept alive between requests. */
public final class HttpServer implements AutoCloseable {

  /** The longest request body, in bytes: above every vendor's own limit for a chat request. */
  public static final int BODY_LIMIT = 32 * 1024 * 1024;

  private static final int LINGER_MILLIS = 500;

  private final Optional<ServerSocket> listener;
  private final int bodyLimit;
  private final HttpHandler handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HttpServer(Optional<ServerSocket> listener, int bodyLimit, HttpHandler handler) {
    this.listener = listener;
    this.bodyLimit = bodyLimit;
    this.handler = handler;
  }

  /**
   * Starts a server.
   *
   * @param port the port, or 0 for any free one
   * @throws UncheckedIOException when the port cannot be had
   */
  public static HttpServer start(int port, HttpHandler handler) {
    return start(port, BODY_LIMIT, handler);
  }

  /**
   * Starts a server.
   *
   * @param port the port, or 0 for any free one
   * @param bodyLimit the longest request body, in bytes
   * @throws UncheckedIOException when the port cannot be had
   */
  public static HttpServer start(int port, int bodyLimit, HttpHandler handler) {
    return start(port, ServerSocketFactory.getDefault(), bodyLimit, handler);
  }

  /**
   * Starts a server over TLS.
   *
   * @param port the port, or 0 for any free one
   * @throws UncheckedIOException when the port cannot be had
   */
  public static HttpServer startTls(int port, LoopbackTls tls, HttpHandler handler) {
    return start(port, tls.serverContext().getServerSocketFactory(), BODY_LIMIT, handler);
  }

  private static HttpServer start(
      int port, ServerSocketFactory sockets, int bodyLimit, HttpHandler handler) {
    try {
      ServerSocket listener = sockets.createServerSocket();
      listener.setReuseAddress(true);
      listener.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1_024);
      var server = new HttpServer(Optional.of(listener), bodyLimit, handler);
      server.threads.execute(() -> server.accept(listener));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
  }

  /** A server that listens nowhere: it serves the connections that it is given. */
  public static HttpServer serving(HttpHandler handler) {
    return new HttpServer(Optional.empty(), BODY_LIMIT, handler);
  }

  /** Serves a connection that somebody else accepted, until either side closes it. */
  public void serve(Socket connection) {
    connections.add(connection);
    try {
      threads.execute(() -> answer(connection));
    } catch (RejectedExecutionException e) {
      shut(connection);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return listener.orElseThrow().getLocalPort();
  }

  /** Stops listening, closes every connection and interrupts every handler. */
  @Override
  public void close() {
    listener.ifPresent(HttpServer::shut);
    threads.shutdownNow();
    connections.forEach(HttpServer::shut);
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        threads.execute(() -> answer(socket));
      } catch (SocketException | RejectedExecutionException e) {
        if (!listener.isClosed()) {
          throw new IllegalStateException("stopped listening", e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    connections.forEach(HttpServer::shut);
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      var in = new HttpInput(socket.getInputStream());
      var reader = new HttpRequestReader(in, out, bodyLimit);
      boolean again = true;
      while (again && in.hasNext()) {
        again = answer(socket, in, out, reader);
      }
    } catch (IOException e) {
      // The client is gone or we are closing: either way there is nobody left to tell.
      shut(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  private boolean answer(Socket socket, HttpInput in, OutputStream out, HttpRequestReader reader)
      throws IOException, InterruptedException {
    try {
      HttpRequestReader.Incoming incoming = reader.read();
      var exchange = new HttpExchange(socket, in, out, incoming.keepAlive());
      handle(incoming.request(), exchange);
      return exchange.leavesConnectionUsable();
    } catch (BadHttpException e) {
      byte[] text = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      new HttpExchange(socket, in, out, false)
          .send(e.status(), Headers.of("content-type", "text/plain"), text);
      // A close with unread bytes is a reset, which would take the answer with it: read to the end.
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return false;
    }
  }

  /**
   * A mistake of ours must not pass for a failure that someone asked for: it is told and printed.
   */
  private void handle(HttpRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    try {
      handler.handle(request, exchange);
    } catch (RuntimeException e) {
      if (!exchange.hasBegun()) {
        byte[] text = ("The emulator failed: " + e + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.send(500, Headers.of("content-type", "text/plain; charset=utf-8"), text);
      }
      throw e;
    }
  }

  private static void shut(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket does not close", e);
    }
  }
}
