package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller leaves while its call waits for a model: it is noticed although nothing is written. */
@Timeout(60)
class CallerLeavesTest {
  private static final String CALL =
      "POST /wait HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}";

  private final Waiting core = new Waiting();
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running = Running.start(core);
  }

  @AfterEach
  void stop() {
    core.goOn.release(1000);
    running.close();
  }

  /** How a caller leaves. */
  enum Way {
    CLOSED {
      @Override
      void leave(Socket socket) throws IOException {
        socket.close();
      }
    },
    RESET {
      @Override
      void leave(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    },
    SENDING_ENDED {
      @Override
      void leave(Socket socket) throws IOException {
        socket.shutdownOutput();
      }
    };

    abstract void leave(Socket socket) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void beforeItsAnswerHasBegun(Way way) throws Exception {
    try (Socket socket = running.open(CALL)) {
      core.waiting.acquire();
      way.leave(socket);
      core.left.await();
    }
  }

  @ParameterizedTest
  @EnumSource
  void withinItsAnswer(Way way) throws Exception {
    core.flushed = true;
    try (Socket socket = running.open(CALL)) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      core.waiting.acquire();
      way.leave(socket);
      core.left.await();
    }
  }

  @Test
  void whoStaysGetsItsAnswerAndTheNextOneOnTheSameConnection() throws Exception {
    try (Socket socket = running.open(CALL)) {
      for (int i = 0; i < 50; i++) {
        if (i > 0) {
          socket.getOutputStream().write(CALL.getBytes(StandardCharsets.US_ASCII));
        }
        core.waiting.acquire();
        core.goOn.release();
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("answer");
      }
    }
    assertThat(core.leaving).hasValue(0);
  }

  /** The first byte of the next request is read to see that it is no end; it is not lost. */
  @Test
  void whoSendsTheNextRequestAheadHasNotLeft() throws Exception {
    try (Socket socket = running.open(CALL)) {
      core.waiting.acquire();
      socket.getOutputStream().write(CALL.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(CALL.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 3; i++) {
        core.goOn.release();
        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("answer");
      }
    }
    assertThat(core.leaving).hasValue(0);
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("answer")) {
      text.append((char) socket.getInputStream().read());
    }
    return text.toString();
  }

  /** Waits as for a model, once the body has been read. */
  private static final class Waiting implements HttpHandler {
    final Semaphore waiting = new Semaphore(0);
    final Semaphore goOn = new Semaphore(0);
    final CountDownLatch left = new CountDownLatch(1);
    final AtomicInteger leaving = new AtomicInteger();
    volatile boolean flushed;

    @Override
    public void handle(HttpCall call, ResponseSink sink) throws IOException {
      assertThat(call.body().readAllBytes()).hasSize(2);
      call.disconnection()
          .onDisconnect(
              () -> {
                leaving.incrementAndGet();
                left.countDown();
                goOn.release();
              });
      OutputStream out = sink.start(200, new Headers());
      if (flushed) {
        out.flush();
      }
      waiting.release();
      goOn.acquireUninterruptibly();
      out.write("answer".getBytes(StandardCharsets.US_ASCII));
    }
  }
}
