package dev.trefoil.provider.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.provider.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Over TLS, as every real service is called: handshakes and decryption happen on the threads of
 * those who ask, and hold nobody else up.
 */
class JsonClientTlsTest {
  private static final int CALLERS = 50;
  private static final int MEGABYTE = 1 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final LoopbackTls tls = LoopbackTls.create();
  private SSLContext before;
  private HttpsServer server;
  private JsonClient client;

  @BeforeEach
  void start() throws Exception {
    before = SSLContext.getDefault();
    SSLContext.setDefault(tls.clientContext());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    server.setExecutor(threads);
    server.createContext(
        "/whole",
        exchange -> {
          exchange.sendResponseHeaders(200, MEGABYTE);
          exchange.getResponseBody().write(new byte[MEGABYTE]);
          exchange.close();
        });
    server.createContext(
        "/stream",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("data: first\n\n".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.getResponseBody().write("data: last\n\n".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    client = new JsonClient(Duration.ofSeconds(3));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
    tls.close();
    SSLContext.setDefault(before);
  }

  @Test
  void manyCallersGetWholeAnswersWhileAStreamIsHeldOpen() throws Exception {
    try (Exchange stream = post("/stream")) {
      SseReader events = stream.events();
      assertThat(next(events)).isEqualTo("first");

      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        answers.add(threads.submit(this::whole));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(MEGABYTE);
      }

      gate.countDown();
      assertThat(next(events)).isEqualTo("last");
    }
  }

  private static String next(SseReader events) throws IOException {
    assertThat(events.next()).isTrue();
    return new String(events.data(), 0, events.length(), UTF_8);
  }

  private int whole() throws Exception {
    try (Exchange exchange = post("/whole")) {
      return exchange.whole().length;
    }
  }

  private Exchange post(String path) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.post(uri, Map.of(), "{}".getBytes(UTF_8), true, new Cancellation());
  }
}
