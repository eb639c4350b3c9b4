package dev.trefoil.provider.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections, before a service that does as the test says, byte by byte. */
@Timeout(60)
class ConnectionsTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\ndata: first\n\n\r\n";

  /** What a service does with a connection. */
  @FunctionalInterface
  private interface Service {
    void serve(Socket connection) throws Exception;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonClient client = new JsonClient(Duration.ofSeconds(5));
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
    threads.shutdownNow();
  }

  @Test
  void aConnectionThatTheServiceHasEndedIsNotUsedAgain() throws Exception {
    serve(
        connection -> {
          request(connection);
          send(connection, ANSWER);
          connection.close();
          left.countDown();
        });
    assertThat(ask()).isEqualTo("{}");
    left.await();
    assertThat(ask()).isEqualTo("{}");
    assertThat(connections).hasSize(2);
  }

  @Test
  void whatComesAfterAnAnswerIsNotTakenForTheNext() throws Exception {
    serve(
        connection -> {
          request(connection);
          send(connection, ANSWER + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
          request(connection);
        });
    assertThat(ask()).isEqualTo("{}");
    assertThat(ask()).isEqualTo("{}");
    assertThat(connections).hasSize(2);
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsUnreachableAndNothingIsSentTwice() throws Exception {
    serve(
        connection -> {
          request(connection);
          send(connection, ANSWER);
          request(connection);
          connection.close();
        });
    assertThat(ask()).isEqualTo("{}");
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    assertThat(connections).hasSize(1);
    assertThat(heads).hasSize(2);
  }

  @Test
  void anAnswerToARequestThatWasNotTakenIsRead() throws Exception {
    serve(
        connection -> {
          connection.getInputStream().readNBytes(100);
          send(connection, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\n{}");
          connection.shutdownOutput();
          connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    try (Exchange exchange =
        client.post(uri("http"), Map.of(), new byte[4 << 20], false, new Cancellation())) {
      assertThat(exchange.status()).isEqualTo(413);
    }
  }

  @Test
  void cancellingEndsTheConnectionOfAStreamThatIsRead() throws Exception {
    serve(this::streamWithoutEnd);
    Cancellation cancellation = new Cancellation();
    try (Exchange exchange = post(cancellation)) {
      SseReader events = exchange.events();
      assertThat(events.next()).isTrue();
      Future<?> cancelled =
          threads.submit(
              () -> {
                cancellation.cancel();
                return null;
              });
      assertThatThrownBy(events::next).isInstanceOf(IOException.class);
      cancelled.get();
    }
    left.await();
  }

  @Test
  void cancellingAfterTheEndLeavesTheConnectionToOthers() throws Exception {
    serve(
        connection -> {
          while (true) {
            request(connection);
            send(connection, ANSWER);
          }
        });
    Cancellation cancellation = new Cancellation();
    try (Exchange exchange = post(cancellation)) {
      exchange.whole();
    }
    cancellation.cancel();
    assertThat(ask()).isEqualTo("{}");
    assertThat(connections).hasSize(1);
  }

  @Test
  void anInterruptedThreadStopsReading() throws Exception {
    serve(this::streamWithoutEnd);
    CountDownLatch reading = new CountDownLatch(1);
    FutureTask<Throwable> read =
        new FutureTask<>(
            () -> {
              try (Exchange exchange = post(new Cancellation())) {
                SseReader events = exchange.events();
                events.next();
                reading.countDown();
                events.next();
                throw new AssertionError("was not interrupted");
              } catch (IOException e) {
                return Exchange.brokenOff(e, true, new Cancellation());
              }
            });
    Thread thread = Thread.ofPlatform().start(read);
    reading.await();
    thread.interrupt();
    assertThat(read.get()).hasMessageContaining("interrupted");
    left.await();
  }

  @Test
  void closingTheClientEndsWhatIsUnderWay() throws Exception {
    serve(this::streamWithoutEnd);
    try (Exchange exchange = post(new Cancellation())) {
      SseReader events = exchange.events();
      events.next();
      client.close();
      assertThatThrownBy(events::next).isInstanceOf(IOException.class);
    }
    left.await();
    assertThatThrownBy(this::ask).isInstanceOf(ProviderException.class);
  }

  @Test
  void aStreamHasNoThreadButItsReaders() throws Exception {
    int streams = 100;
    CountDownLatch begun = new CountDownLatch(streams);
    CountDownLatch go = new CountDownLatch(1);
    serve(
        connection -> {
          request(connection);
          send(connection, STREAM);
          go.await();
          send(connection, "0\r\n\r\n");
        });
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    List<Future<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      readers.add(threads.submit(() -> reads(begun)));
    }
    begun.await();
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before)
        .isLessThan(2 * Runtime.getRuntime().availableProcessors() + 10);
    go.countDown();
    for (Future<Boolean> reader : readers) {
      assertThat(reader.get()).isTrue();
    }
  }

  /** Whether all that is told of a stream is told on the thread that reads it. */
  private boolean reads(CountDownLatch begun) throws Exception {
    Thread reader = Thread.currentThread();
    boolean[] elsewhere = new boolean[1];
    try (Exchange exchange = post(new Cancellation())) {
      exchange.tell(
          new ChatListener() {
            @Override
            public void onEvent(ChatEvent event) {}

            @Override
            public void alive() {
              elsewhere[0] |= Thread.currentThread() != reader;
            }
          });
      SseReader events = exchange.events();
      events.next();
      begun.countDown();
      return !events.next() && !elsewhere[0];
    }
  }

  @Test
  void whatIsWaitedForIsSaidBeforeAndWhatCameTogetherIsNot() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    serve(
        connection -> {
          request(connection);
          send(connection, STREAM + "d\r\ndata: again\n\n\r\n");
          waits.await();
          send(connection, "c\r\ndata: last\n\n\r\n0\r\n\r\n");
        });
    List<String> told = new ArrayList<>();
    try (Exchange exchange = post(new Cancellation())) {
      exchange.tell(
          new ChatListener() {
            @Override
            public void onEvent(ChatEvent event) {}

            @Override
            public void onBurst(boolean goesOn) {
              told.add(goesOn ? "came" : "waits");
              if (!goesOn) {
                waits.countDown();
              }
            }
          });
      SseReader events = exchange.events();
      while (events.next()) {
        told.add(new String(events.data(), 0, events.length(), UTF_8));
      }
    }
    assertThat(told).containsSubsequence("came", "first", "again", "waits", "came", "last");
    assertThat(told.subList(told.indexOf("first"), told.indexOf("again"))).hasSize(1);
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() throws Exception {
    SSLContext before = SSLContext.getDefault();
    try (LoopbackTls tls = LoopbackTls.create();
        ServerSocket named =
            tls.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.3"))) {
      SSLContext.setDefault(tls.clientContext());
      server = named;
      serve(connection -> request(connection));
      URI uri = URI.create("https://127.0.0.3:" + named.getLocalPort() + "/");
      try (JsonClient secure = new JsonClient(Duration.ofSeconds(5))) {
        assertThatThrownBy(() -> secure.post(uri, Map.of(), new byte[2], false, new Cancellation()))
            .isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
      }
      assertThat(heads).isEmpty();
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void aProxyOfTheJvmIsToldTheWholeAddressWithoutTlsAndOnlyThePlaceWithIt() throws Exception {
    serve(
        connection -> {
          request(connection);
          send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          request(connection);
        });
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new OneProxy(server.getLocalSocketAddress()));
    try {
      Cancellation none = new Cancellation();
      try (Exchange exchange =
          client.post(URI.create("http://a.example/b?c"), Map.of(), new byte[2], false, none)) {
        assertThat(exchange.status()).isEqualTo(200);
      }
      assertThat(heads.take()).startsWith("POST http://a.example/b?c HTTP/1.1");
      assertThatThrownBy(
              () ->
                  client.post(URI.create("https://a.example/"), Map.of(), new byte[2], false, none))
          .isInstanceOf(ProviderException.class);
      assertThat(heads.take()).startsWith("CONNECT a.example:443 HTTP/1.1");
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  private static final class OneProxy extends ProxySelector {
    private final SocketAddress address;

    OneProxy(SocketAddress address) {
      this.address = address;
    }

    @Override
    public List<Proxy> select(URI uri) {
      InetSocketAddress at = (InetSocketAddress) address;
      return List.of(new Proxy(Proxy.Type.HTTP, at));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress at, IOException failure) {}
  }

  /** Sends one event and waits for the caller to leave. */
  private void streamWithoutEnd(Socket connection) throws IOException {
    request(connection);
    send(connection, STREAM);
    try {
      connection.getInputStream().read();
    } finally {
      left.countDown();
    }
  }

  private void serve(Service service) {
    ServerSocket at = server;
    threads.submit(
        () -> {
          while (true) {
            Socket connection = at.accept();
            connections.add(connection);
            threads.submit(
                () -> {
                  service.serve(connection);
                  return null;
                });
          }
        });
  }

  /** Reads a request whose body is of two bytes, and keeps its head. */
  private void request(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream(), 1);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    if (head.indexOf("CONNECT") < 0) {
      in.readNBytes(2);
    }
    heads.add(head.toString());
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private URI uri(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/");
  }

  private Exchange post(Cancellation cancellation) throws ProviderException {
    return client.post(uri("http"), Map.of(), "{}".getBytes(UTF_8), true, cancellation);
  }

  private String ask() throws Exception {
    try (Exchange exchange = post(new Cancellation())) {
      return new String(exchange.whole(), UTF_8);
    }
  }
}
