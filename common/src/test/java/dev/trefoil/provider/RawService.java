package dev.trefoil.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A service that answers its first request with given bytes, then says nothing or the same again
 * and again, and listens for the client to hang up, which the emulators do not tell.
 */
public final class RawService implements ChatModelContract.Endless {
  private final ServerSocket server;
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CompletableFuture<Void> hungUp;

  /** Answers with {@code bytes}, HTTP head included. */
  public RawService(byte[] bytes) throws IOException {
    this(bytes, new byte[0]);
  }

  /** Goes on with {@code again} for as long as the client is there. */
  public RawService(byte[] bytes, byte[] again) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    hungUp = CompletableFuture.runAsync(() -> serve(bytes, again), Thread.ofVirtual()::start);
  }

  /** A chunk of a response with {@code transfer-encoding: chunked}. */
  public static byte[] chunk(byte[] data) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.write((Integer.toHexString(data.length) + "\r\n").getBytes(ISO_8859_1));
    chunk.write(data);
    chunk.write("\r\n".getBytes(ISO_8859_1));
    return chunk.toByteArray();
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public void awaitRequest() throws InterruptedException {
    requested.await();
  }

  @Override
  public void awaitHangUp() {
    hungUp.join();
  }

  private void serve(byte[] bytes, byte[] again) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      in.read(new byte[1 << 16]);
      requested.countDown();
      client.getOutputStream().write(bytes);
      client.getOutputStream().flush();
      while (again.length > 0) {
        client.getOutputStream().write(again);
      }
      while (in.read(new byte[1 << 16]) >= 0) {
        // The rest of the request.
      }
    } catch (IOException e) {
      if (server.isClosed()) {
        throw new UncheckedIOException(e);
      }
      // A reset is a way to hang up.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
