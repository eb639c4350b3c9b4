// A server socket that binds loopback where it was told to bind everything.
package dev.trefoil.local.gcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Wraps the platform's channel. It cannot be registered with a selector, which a server that
 * accepts on a thread of its own, as Jetty's does by default, never tries.
 */
final class LoopbackServerSocketChannel extends ServerSocketChannel {
  private final ServerSocketChannel platform;

  LoopbackServerSocketChannel(SelectorProvider provider, ServerSocketChannel platform) {
    super(provider);
    this.platform = platform;
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    platform.bind(loopback(local), backlog);
    return this;
  }

  private static SocketAddress loopback(SocketAddress address) throws IOException {
    int port = address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /**
   * All options but SO_REUSEPORT, which the invoker asks for: with it, a second server on the same
   * port would quietly share its calls instead of failing.
   */
  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    if (!name.equals(StandardSocketOptions.SO_REUSEPORT)) {
      platform.setOption(name, value);
    }
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return platform.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return platform.supportedOptions();
  }

  @Override
  public ServerSocket socket() {
    return platform.socket();
  }

  @Override
  public SocketChannel accept() throws IOException {
    return platform.accept();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return platform.getLocalAddress();
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    platform.close();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    platform.configureBlocking(block);
  }
}
