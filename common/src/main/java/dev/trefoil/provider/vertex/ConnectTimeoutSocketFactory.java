package dev.trefoil.provider.vertex;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/** Connects within a time limit, which gRPC on OkHttp has no setting for. */
final class ConnectTimeoutSocketFactory extends SocketFactory {
  private final int millis;

  ConnectTimeoutSocketFactory(Duration limit) {
    this.millis = Math.toIntExact(limit.toMillis());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connect(new Socket(), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connect(new Socket(), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connect(bound(local, localPort), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connect(bound(local, localPort), new InetSocketAddress(host, port));
  }

  private static Socket bound(InetAddress local, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(local, port));
    return socket;
  }

  private Socket connect(Socket socket, InetSocketAddress remote) throws IOException {
    try {
      socket.connect(remote, millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
