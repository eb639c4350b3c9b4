package dev.trefoil.provider.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonClientTest {
  private static final int MEGABYTE = 1 << 20;
  private static final byte[] BODY = "{}".getBytes(UTF_8);
  private static final ProviderException CANCELLED = Failures.cancelled();

  private final JsonClient client = new JsonClient(Duration.ofSeconds(3));
  private final AtomicReference<Map<String, ?>> seen = new AtomicReference<>();
  private HttpServer server;
  private int answerBytes = 2;
  private boolean compressed;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.set(Map.copyOf(exchange.getRequestHeaders()));
          exchange.getResponseHeaders().add("Retry-After", "2");
          byte[] answer = "x".repeat(answerBytes).getBytes(UTF_8);
          if (compressed) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer = gzip(answer);
          }
          exchange.sendResponseHeaders(503, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void sendsTheHeadersThatHaveAValue() throws Exception {
    try (Exchange exchange = post(Map.of("X-Key", "right", "X-None", ""))) {
      assertThat(exchange.status()).isEqualTo(503);
      assertThat(exchange.retryAfter()).isPresent();
      assertThat(exchange.whole()).hasSize(2);
    }
    assertThat(seen.get().keySet())
        .contains("X-key", "Content-type", "Accept")
        .doesNotContain("X-none", "Upgrade");
  }

  @Test
  void aValueThatCannotStandInAHeaderIsNotQuoted() {
    assertThatThrownBy(() -> post(Map.of("X-Key", "secret\n")))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AUTH))
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void aCompressedErrorIsReadUpToItsBound() throws Exception {
    compressed = true;
    try (Exchange exchange = post(Map.of())) {
      assertThat(exchange.error()).asString(UTF_8).isEqualTo("xx");
    }
    answerBytes = MEGABYTE;
    try (Exchange exchange = post(Map.of())) {
      assertThat(exchange.error()).hasSize(MEGABYTE / 16);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void anAnswerBeyondAllBoundsIsNotKept() throws Exception {
    answerBytes = 17 * MEGABYTE;
    try (Exchange exchange = post(Map.of())) {
      assertThatThrownBy(exchange::whole).isInstanceOf(TooLongException.class);
    }
    try (Exchange exchange = post(Map.of())) {
      assertThat(exchange.error()).hasSize(MEGABYTE / 16);
    }
  }

  @Test
  void aCallThatIsCancelledBeforeItsResponseBeginsEnds() {
    Cancellation cancellation = new Cancellation();
    server.createContext("/cancelled", exchange -> cancellation.cancel());
    assertThatThrownBy(() -> client.post(uri("cancelled"), Map.of(), BODY, false, cancellation))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(CANCELLED.kind()));
  }

  @Test
  void aCallThatWasCancelledBeforeItBeganEnds() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> client.post(uri(""), Map.of(), BODY, false, cancellation))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(CANCELLED.kind()));
  }

  @Test
  void aServiceThatIsNotThereIsUnreachable() throws Exception {
    server.stop(0);
    assertThatThrownBy(() -> post(Map.of()))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void aConnectionIsUsedAgainAfterAnAnswerThatWasReadToItsEnd() throws Exception {
    Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
    server.createContext(
        "/again",
        exchange -> {
          callers.add(exchange.getRemoteAddress());
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          exchange.close();
        });
    for (int i = 0; i < 3; i++) {
      try (Exchange exchange =
          client.post(uri("again"), Map.of(), BODY, false, new Cancellation())) {
        exchange.whole();
      }
    }
    assertThat(callers).hasSize(1);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
  }

  private Exchange post(Map<String, String> headers) throws ProviderException {
    return client.post(uri(""), headers, BODY, false, new Cancellation());
  }
}
