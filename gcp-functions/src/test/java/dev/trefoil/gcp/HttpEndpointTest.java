package dev.trefoil.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import dev.trefoil.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In the framework's own executor, which logs whatever a function throws. */
class HttpEndpointTest {
  private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = Logger.getLogger("");
  private final Handler kept =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getLoggerName().contains("functions.invoker")
              || line.getLoggerName().startsWith("dev.trefoil")) {
            lines.add(line.getLevel() + " " + line.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Its caller is gone, as the core tells of it: once something is sent, nothing more can be. */
  public static final class Left implements HttpFunction {
    private final HttpEndpoint endpoint =
        new HttpEndpoint(
            Duration.ofSeconds(60),
            (call, sink) -> {
              sink.start(200, new Headers()).flush();
              throw new EOFException("Broken pipe");
            });

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      endpoint.service(request, response);
    }
  }

  /** Something of ours is broken. */
  public static final class Broken implements HttpFunction {
    private final HttpEndpoint endpoint =
        new HttpEndpoint(
            Duration.ofSeconds(60),
            (call, sink) -> {
              throw new IllegalStateException("broken");
            });

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      endpoint.service(request, response);
    }
  }

  /** Has telemetry to send, which takes until the caller has its answer. */
  public static final class Sending implements HttpFunction {
    private static final CountDownLatch READ = new CountDownLatch(1);
    private static final AtomicInteger SENT = new AtomicInteger();

    private final HttpEndpoint endpoint =
        new HttpEndpoint(
            Duration.ofSeconds(60),
            (call, sink) -> {
              try (OutputStream out = sink.start(200, new Headers())) {
                out.write("whole".getBytes(StandardCharsets.US_ASCII));
              }
            },
            Optional.of(
                () -> {
                  try {
                    READ.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return SENT.incrementAndGet() > 0;
                }));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      endpoint.service(request, response);
    }
  }

  @AfterEach
  void stop() throws Exception {
    root.removeHandler(kept);
    server.stop();
  }

  @Test
  void aCallerWhoLeavesIsNoErrorInTheLogAndItsAnswerNoWholeOne() throws Exception {
    assertThat(answer(Left.class)).startsWith("HTTP/1.1 200 ").doesNotEndWith("0\r\n\r\n");
    assertThat(lines)
        .containsExactly(
            "INFO a caller has left before its answer was whole: java.io.EOFException: Broken pipe");
  }

  @Test
  void whatIsBrokenStaysAnError() throws Exception {
    assertThat(answer(Broken.class)).startsWith("HTTP/1.1 500 ");
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("SEVERE Failed to execute "));
  }

  @Test
  @Timeout(60)
  void anAnswerIsWholeBeforeTelemetryIsSent() throws Exception {
    server.setHandler(HttpFunctionExecutor.forClass(Sending.class));
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      socket
          .getOutputStream()
          .write("GET /x HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      // The end of it: its last chunk, or as many bytes as its length says.
      while (!answer.toString().matches("(?s).*(\r\n0\r\n\r\n|Content-Length: 5.*whole)")) {
        answer.append((char) socket.getInputStream().read());
      }
      assertThat(answer).contains("whole");
      assertThat(Sending.SENT).hasValue(0);
      Sending.READ.countDown();
    }
    server.stop();
    assertThat(Sending.SENT).hasValue(1);
  }

  /** The line is written before the connection is closed, which ends the answer. */
  private String answer(Class<? extends HttpFunction> function) throws Exception {
    server.setHandler(HttpFunctionExecutor.forClass(function));
    server.start();
    root.addHandler(kept);
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
