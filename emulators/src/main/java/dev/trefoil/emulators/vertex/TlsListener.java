// Accepts TLS connections for a gRPC server that believes them to be plain, so that we keep hold of
// the sockets and can break them. gRPC itself only ever ends a stream politely.
package dev.trefoil.emulators.vertex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Makes listening sockets, and knows the connections that they accepted by the client's address.
 * What speaks HTTP/2 is gRPC's; other connections are handed on, as Google's front end has both
 * behind one address.
 */
final class TlsListener extends ServerSocketFactory {
  private static final String HTTP_2 = "h2";

  private final SSLContext context;
  private final Consumer<Socket> others;
  private final Map<SocketAddress, BreakableSocket> connections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param others takes connections that speak HTTP/1.1
   */
  TlsListener(SSLContext context, Consumer<Socket> others) {
    this.context = context;
    this.others = others;
  }

  /** The connection from this address, unless it has been closed. */
  Optional<BreakableSocket> connection(SocketAddress client) {
    return Optional.ofNullable(connections.get(client));
  }

  /** Closes all connections, and those that still come, without a goodbye. */
  void closeConnections() {
    closed = true;
    connections.values().forEach(TlsListener::close);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Sorting();
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException("sockets are bound after they are made");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    return createServerSocket(port);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    return createServerSocket(port);
  }

  /** Waits for no client's handshake: each has a thread until it is known what it speaks. */
  private final class Sorting extends ServerSocket {
    /** Those of gRPC's; nothing when there are no more. */
    private final BlockingQueue<Optional<Socket>> spokenFor = new LinkedBlockingQueue<>();

    private boolean begun;

    Sorting() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      synchronized (this) {
        if (!begun) {
          begun = true;
          Thread.ofVirtual().start(this::acceptAll);
        }
      }
      try {
        return spokenFor.take().orElseThrow(() -> new SocketException("closed"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SocketException("interrupted");
      }
    }

    private void acceptAll() {
      try {
        while (true) {
          Socket raw = super.accept();
          Thread.ofVirtual().start(() -> sort(raw));
        }
      } catch (IOException e) {
        // Closed, and nobody is left to tell but gRPC.
        spokenFor.add(Optional.empty());
      }
    }

    private void sort(Socket raw) {
      try {
        BreakableSocket socket = secured(raw);
        if (socket.handshake().equals(HTTP_2)) {
          spokenFor.add(Optional.of(socket));
        } else {
          others.accept(socket);
        }
      } catch (IOException e) {
        // A client that does not trust us, or has left.
        connections.remove(raw.getRemoteSocketAddress());
        TlsListener.close(raw);
      }
    }
  }

  private BreakableSocket secured(Socket raw) throws IOException {
    var tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
    SSLParameters parameters = tls.getSSLParameters();
    // Clients of gRPC offer HTTP/2 alone; those that offer both speak REST, which is HTTP/1.1 here.
    parameters.setApplicationProtocols(new String[] {"http/1.1", HTTP_2});
    tls.setSSLParameters(parameters);
    SocketAddress client = raw.getRemoteSocketAddress();
    var socket = new BreakableSocket(raw, tls, () -> connections.remove(client));
    connections.put(client, socket);
    if (closed) {
      socket.close();
    }
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket does not close", e);
    }
  }
}
