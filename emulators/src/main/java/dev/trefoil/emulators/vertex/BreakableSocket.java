// A TLS connection that passes for a plain socket and can be broken at an exact place of its
// output.
package dev.trefoil.emulators.vertex;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;

/** Delegates what a gRPC server asks of a socket to the TLS layer over the real one. */
final class BreakableSocket extends Socket {

  private final Socket raw;
  private final SSLSocket tls;
  private final Runnable onClose;
  private final Tripwire tripwire;

  BreakableSocket(Socket raw, SSLSocket tls, Runnable onClose) throws IOException {
    this.raw = raw;
    this.tls = tls;
    this.onClose = onClose;
    this.tripwire = new Tripwire(tls.getOutputStream(), raw);
  }

  /** Agrees on keys with the client, and gives the protocol that it wants; empty where none. */
  String handshake() throws IOException {
    tls.startHandshake();
    return tls.getApplicationProtocol();
  }

  /**
   * Resets the TCP connection now: the client may lose even what was sent. One that is closed
   * already, as when another call on it was told to do the same, stays so.
   */
  void reset() throws IOException {
    try {
      raw.setSoLinger(true, 0);
    } catch (SocketException e) {
      if (!raw.isClosed()) {
        throw e;
      }
    }
    raw.close();
  }

  /**
   * Closes the TCP connection, without TLS's goodbye, as soon as these bytes are about to be sent:
   * everything before them arrives, they do not.
   */
  void cutBefore(byte[] marker) {
    tripwire.arm(marker);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return tls.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() {
    return tripwire;
  }

  @Override
  public void close() throws IOException {
    onClose.run();
    // Not the TLS socket's own close: it would wait for a write that is stuck.
    raw.close();
  }

  @Override
  public boolean isClosed() {
    return raw.isClosed();
  }

  @Override
  public boolean isConnected() {
    return raw.isConnected();
  }

  @Override
  public boolean isBound() {
    return raw.isBound();
  }

  @Override
  public InetAddress getInetAddress() {
    return raw.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return raw.getLocalAddress();
  }

  @Override
  public int getPort() {
    return raw.getPort();
  }

  @Override
  public int getLocalPort() {
    return raw.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return raw.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return raw.getLocalSocketAddress();
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    raw.setSoLinger(on, linger);
  }

  @Override
  public void shutdownOutput() throws IOException {
    raw.shutdownOutput();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    raw.setTcpNoDelay(on);
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    tls.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return tls.getSoTimeout();
  }
}
