package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.net.LoopbackTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakableSocketTest {

  private final LoopbackTls tls = LoopbackTls.create();
  private final TlsListener listener =
      new TlsListener(
          tls.serverContext(),
          other -> {
            throw new AssertionError("a client of HTTP/2");
          });
  private SSLSocket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listening = listener.createServerSocket()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<Socket> accepted =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  Socket socket = listening.accept();
                  // Reading is what makes the server shake hands.
                  assertThat(socket.getInputStream().read()).isEqualTo('?');
                  return socket;
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      client =
          (SSLSocket)
              tls.clientContext()
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
      SSLParameters http2 = client.getSSLParameters();
      http2.setApplicationProtocols(new String[] {"h2"});
      client.setSSLParameters(http2);
      client.getOutputStream().write('?');
      server = accepted.join();
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    tls.close();
  }

  @Test
  void aResetReachesTheClientAsOne() throws IOException {
    listener.connection(server.getRemoteSocketAddress()).orElseThrow().reset();
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void aSecondCallMayResetWhatTheFirstHasReset() throws IOException {
    BreakableSocket connection = (BreakableSocket) server;
    connection.reset();
    connection.reset();
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void aCutLetsEverythingBeforeItsMessageThrough() throws IOException {
    byte[] marker = "the-marker".getBytes(StandardCharsets.UTF_8);
    ((BreakableSocket) server).cutBefore(marker);
    var out = server.getOutputStream();
    out.write("before".getBytes(StandardCharsets.UTF_8));
    out.write(new byte[14]);
    out.write(marker, 0, 3);
    out.write(marker, 3, 7);
    assertThatThrownBy(out::flush).hasMessage("the connection was cut on purpose");
    byte[] got = client.getInputStream().readNBytes(6);
    assertThat(new String(got, StandardCharsets.UTF_8)).isEqualTo("before");
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void withoutAMarkerAllGoesThrough() throws IOException {
    server.getOutputStream().write("all".getBytes(StandardCharsets.UTF_8));
    server.getOutputStream().flush();
    assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("all");
  }

  @Test
  void aClosedConnectionIsForgotten() throws IOException {
    server.close();
    assertThat(listener.connection(server.getRemoteSocketAddress())).isEmpty();
  }
}
