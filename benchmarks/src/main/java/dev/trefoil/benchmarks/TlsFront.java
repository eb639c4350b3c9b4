// TLS in front of emulators, as every real service has it, and alike for all of them.
package dev.trefoil.benchmarks;

import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import javax.net.SocketFactory;

/**
 * Listens on loopback and passes on what it reads, each way, as it comes. An answer comes in as
 * many TLS records from an emulator that speaks plain HTTP as from one that has TLS of its own.
 * Speaks HTTP/1.1 alone.
 */
final class TlsFront implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket listener;
  private final SocketFactory sockets;
  private final URI behind;

  private TlsFront(ServerSocket listener, SocketFactory sockets, URI behind) {
    this.listener = listener;
    this.sockets = sockets;
    this.behind = behind;
  }

  /**
   * Starts it on any free port.
   *
   * @param behind the emulator's address
   */
  static TlsFront start(LoopbackTls tls, URI behind) throws IOException {
    var front =
        new TlsFront(
            tls.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 0, InetAddress.getLoopbackAddress()),
            behind.getScheme().equals("https")
                ? tls.clientContext().getSocketFactory()
                : SocketFactory.getDefault(),
            behind);
    Thread.startVirtualThread(front::accept);
    return front;
  }

  /** The address that clients call in place of the emulator's. */
  URI endpoint() {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort() + behind.getRawPath());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket service = sockets.createSocket(InetAddress.getLoopbackAddress(), behind.getPort());
        client.setTcpNoDelay(true);
        service.setTcpNoDelay(true);
        Thread.startVirtualThread(() -> pass(client, service));
        Thread.startVirtualThread(() -> pass(service, client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException("the front of " + behind + " has ended", e);
      }
    }
  }

  /** Ends both connections once one side has said all. */
  private static void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The other direction has closed them, or a client has left and reports what it missed.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
