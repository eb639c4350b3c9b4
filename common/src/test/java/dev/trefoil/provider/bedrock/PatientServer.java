package dev.trefoil.provider.bedrock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** Sends a piece again and again for as long as the client takes it, and counts the bytes. */
final class PatientServer implements AutoCloseable {
  /** A client that takes nothing for so long takes no more. */
  private static final long PATIENCE_MILLIS = 1000;

  /** Little waits on this side; on the other the system holds some 100 KB. */
  private static final int SEND_BUFFER = 64 << 10;

  private final ServerSocketChannel server;

  /**
   * @param most bytes after which it stops of its own
   * @param sent completed with how many bytes the client took until it took no more
   */
  PatientServer(byte[] head, byte[] piece, long most, CompletableFuture<Long> sent)
      throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                sent.complete(serve(head, piece, most));
              } catch (IOException e) {
                sent.completeExceptionally(e);
              }
            });
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.socket().getLocalPort());
  }

  private long serve(byte[] head, byte[] piece, long most) throws IOException {
    SocketChannel client = server.accept();
    client.read(ByteBuffer.allocate(1 << 16));
    client.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    client.write(ByteBuffer.wrap(head));
    client.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      client.register(selector, SelectionKey.OP_WRITE);
      long sent = 0;
      while (sent < most && selector.select(PATIENCE_MILLIS) > 0) {
        selector.selectedKeys().clear();
        for (ByteBuffer next = ByteBuffer.wrap(piece); next.hasRemaining(); ) {
          int written = client.write(next);
          sent += written;
          if (written == 0 && selector.select(PATIENCE_MILLIS) == 0) {
            return sent;
          }
          selector.selectedKeys().clear();
        }
      }
      return sent;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
