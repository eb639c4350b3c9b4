package dev.trefoil.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a service, passes bytes on both ways, and counts connections. */
final class Relay implements AutoCloseable {
  private final URI service;
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  Relay(URI service) throws IOException {
    this.service = service;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI endpoint() {
    return URI.create(service.getScheme() + "://127.0.0.1:" + server.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        Socket upstream = new Socket(service.getHost(), service.getPort());
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pass(client, upstream));
        Thread.ofVirtual().start(() -> pass(upstream, client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has closed; the other is closed with it.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
