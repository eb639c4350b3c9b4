package dev.trefoil.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What our door refuses of HTTP/1.1, whatever the server below it: all that two servers in a row
 * could read differently. That a request is answered to the end of its connection says that this is
 * closed. Sources: RFC 9112, 2.2, 3, 5.1, 5.2, 6.1, 6.3, 7.1; RFC 9110, 7.2.
 */
class MalformedRequestsTest {
  private final AtomicInteger calls = new AtomicInteger();
  private Running running;

  @BeforeEach
  void start() throws Exception {
    running =
        Running.start(
            (call, sink) -> {
              byte[] body = call.body().readAllBytes();
              calls.incrementAndGet();
              sink.start(200, new Headers()).write(body);
            });
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "two lengths | content-length: 2~content-length: 3~~abc",
        "two lengths in one | content-length: 2, 3~~abc",
        "a length with a sign | content-length: +2~~ab",
        "a negative length | content-length: -2~~ab",
        "a length that is none | content-length: 0x2~~ab",
        "length and chunks | content-length: 6~transfer-encoding: chunked~~0~~",
        "chunks before another encoding | transfer-encoding: chunked, identity~~0~~",
        "an encoding that is not the last | transfer-encoding: gzip~~ab",
        "no colon | x-odd~~",
        "white space before the colon | x-odd : a~~",
        "a folded line | x-odd: a~ b~~",
        "a folded first line | ' x-odd: a~~'",
        "a name that is none | x(odd): a~~",
        "no name | : a~~",
        "a second host | host: other~~",
      })
  void itIsRefusedWith400AndTheConnectionClosed(String what, String lines) throws IOException {
    assertRefused("POST / HTTP/1.1\r\nhost: localhost\r\n" + lines.replace("~", "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no host | POST / HTTP/1.1~content-length: 0~~",
        "bare line feeds | GET / HTTP/1.1^host: localhost^^",
        "one bare line feed | GET / HTTP/1.1~host: localhost^x-odd: a~~",
        "a method that is none | G(T / HTTP/1.1~host: localhost~~",
      })
  void soIsAHeadThatIsNone(String what, String head) throws IOException {
    assertRefused(head.replace("~", "\r\n").replace("^", "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a size that is none | zz~ab~0~~",
        "a negative size | -2~ab~0~~",
        "a size of more than there could be | fffffffffffffffff~ab~0~~",
        "more than the size | 2~abc~0~~",
        "a bare line feed behind a size | 2^ab~0~~",
      })
  void aBodyOfBadChunksReachesNobodyAsAWholeOne(String what, String chunks) throws IOException {
    String answer =
        running.exchange(
            "POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n"
                + chunks.replace("~", "\r\n").replace("^", "\n"));

    assertThat(answer).doesNotContain(" 200 ");
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"' HTTP/2.0', 426", "' HTTP/1.2', 505", "' HTTP/9.9', 505", "'', 505"})
  void anotherVersionAndNoneAreRefused(String version, int status) throws IOException {
    assertThat(running.exchange("GET /" + version + "\r\nhost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ");
    assertThat(calls).hasValue(0);
  }

  @Test
  void requestsSentAheadAreAnsweredInTurn() throws IOException {
    String request = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\n";
    String answers =
        running.exchange(
            request + "\r\na" + request + "\r\nb" + request + "connection: close\r\n\r\nc");

    assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(4);
    assertThat(answers.replaceAll("(?s)HTTP/1.1.*?\r\n\r\n", "")).isEqualTo("abc");
  }

  /** An address given twice, as proxies of clients send it, is still one request. */
  @Test
  void aWholeUrlInTheFirstLineIsTaken() throws IOException {
    assertThat(
            running.exchange(
                "GET http://localhost/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aHeadThatDoesNotEndClosesItsConnectionAndNoOther() throws Exception {
    try (Socket slow = running.open("GET / HTTP/1.1\r\nhost: local")) {
      while (inHead() == 0) {
        Thread.onSpinWait();
      }
      assertOnlyItIsClosed(slow);
    }
  }

  private void assertOnlyItIsClosed(Socket slow) throws IOException {
    try (Socket idle = running.open("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")) {
      InputStream answers = idle.getInputStream();
      assertThat(new String(answers.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      for (int i = 0; i < 2; i++) {
        running.server().connector().closeUnfinishedHeads();
        slow.getOutputStream().write('h'); // A byte now and then does not help.
      }
      running.server().connector().closeUnfinishedHeads();

      assertThat(isClosed(slow)).isTrue();
      idle.getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(answers.readAllBytes(), StandardCharsets.US_ASCII))
          .contains("HTTP/1.1 200");
    }
  }

  /** With what it has not read yet a connection is reset. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private long inHead() {
    return running.server().connector().getConnectedEndPoints().stream()
        .filter(connection -> !((WatchedEndPoint) connection).isBetweenRequests())
        .count();
  }

  private void assertRefused(String request) throws IOException {
    assertThat(running.exchange(request))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"type\":\"invalid_request_error\"");
    assertThat(calls).hasValue(0);
  }
}
