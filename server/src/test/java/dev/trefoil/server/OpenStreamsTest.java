package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that are open cost no thread of the system's, and there may be many. */
@Timeout(120)
class OpenStreamsTest {
  private static final int STREAMS = 2000;
  private static final int FEW = 20;

  @Test
  void twoThousandTakeNoMoreThreadsThanAFewAndAllEndWhole() throws Exception {
    CountDownLatch rest = new CountDownLatch(1);
    List<Socket> streams = new ArrayList<>();
    try (Running running =
        Running.start(
            (call, sink) -> {
              OutputStream out = sink.start(200, new Headers());
              out.write('+');
              out.flush();
              try {
                rest.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              out.write('.');
            })) {
      open(running, FEW, streams);
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      open(running, STREAMS - FEW, streams);

      assertThat(running.server().calls().open()).isEqualTo(STREAMS);
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThanOrEqualTo(threads + FEW);
      rest.countDown();
      for (Socket stream : streams) {
        assertThat(new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith(".\r\n0\r\n\r\n");
      }
    } finally {
      rest.countDown();
      for (Socket stream : streams) {
        stream.close();
      }
    }
  }

  /** Each has its first event before it has ended. */
  private static void open(Running running, int count, List<Socket> streams) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket stream =
          running.open("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
      streams.add(stream);
      int some = stream.getInputStream().read();
      while (some != '+') {
        assertThat(some).isNotNegative();
        some = stream.getInputStream().read();
      }
    }
  }
}
