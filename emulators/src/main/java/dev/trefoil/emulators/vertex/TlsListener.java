// Accepts TLS connections for a gRPC server that believes them to be plain, so that we keep hold of
// the sockets and can break them. gRPC itself only ever ends a stream politely.
package dev.trefoil.emulators.vertex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Makes listening sockets, and knows the connections that they accepted by the client's address.
 */
final class TlsListener extends ServerSocketFactory {

  private final SSLContext context;
  private final Map<SocketAddress, BreakableSocket> connections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TlsListener(SSLContext context) {
    this.context = context;
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
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        return secured(super.accept());
      }
    };
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

  private Socket secured(Socket raw) throws IOException {
    var tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
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
