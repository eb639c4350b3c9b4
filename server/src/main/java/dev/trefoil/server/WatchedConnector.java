package dev.trefoil.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** HTTP/1.1 on connections that can be watched. */
final class WatchedConnector extends ServerConnector {
  /** Selecting is a small part of what calls cost. */
  private static final int PROCESSORS_A_SELECTOR = 4;

  WatchedConnector(Server server, HttpConfiguration http) {
    super(
        server,
        1,
        Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_A_SELECTOR),
        new HttpConnectionFactory(http));
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    WatchedEndPoint connection = new WatchedEndPoint(channel, selector, key, getScheduler());
    connection.setIdleTimeout(getIdleTimeout());
    return connection;
  }

  /** Closes connections without a request. */
  void closeIdle() {
    for (EndPoint connection : getConnectedEndPoints()) {
      if (connection instanceof WatchedEndPoint watched && watched.isBetweenRequests()) {
        watched.close();
      }
    }
  }

  /**
   * Closes connections whose request's head has not ended since the third call before this one:
   * each byte of it would hold off the time after which an idle connection is closed.
   */
  void closeUnfinishedHeads() {
    for (EndPoint connection : getConnectedEndPoints()) {
      if (connection instanceof WatchedEndPoint watched && watched.isHeadOverdue()) {
        watched.close();
      }
    }
  }
}
