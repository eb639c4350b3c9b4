package dev.trefoil.aws.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  @Test
  void aBodyComesWithItsLengthOrInChunks() throws Exception {
    Reply whole = read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-One: a b \r\n\r\nabc{}");
    Reply chunked =
        read(
            "HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "2;x=1\r\nab\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.header("x-one")).contains("a b");
    assertThat(whole.keepsConnection()).isTrue();
    assertThat(text(whole)).isEqualTo("abc");
    assertThat(text(chunked)).isEqualTo("ab0123456789");
  }

  @Test
  void anEmptyHeaderIsNone() throws Exception {
    Reply reply = read("HTTP/1.1 202 OK\r\nLambda-Runtime-Trace-Id:\r\nConnection: Close\r\n\r\n");

    assertThat(reply.header("lambda-runtime-trace-id")).isEmpty();
    assertThat(reply.keepsConnection()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/2 200\r\n\r\n",
        "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n"
      })
  void whatIsNoReplyIsNotTakenForOne(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void aHeadIsBounded() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000) + "\r\n\r\n"))
        .hasMessageContaining("65536");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Lambda-Runtime-Deadline-Ms: 1",
        "Lambda-Runtime-Aws-Request-Id: a/../b\r\nLambda-Runtime-Deadline-Ms: 1",
        "Lambda-Runtime-Aws-Request-Id: id",
        "Lambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Deadline-Ms: soon"
      })
  void anInvocationThatCannotBeAnsweredIsNone(String headers) throws Exception {
    Reply reply = read("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n");

    assertThatThrownBy(() -> Invocation.of(reply)).isInstanceOf(IOException.class);
  }

  private static Reply read(String bytes) throws IOException {
    return new ReplyReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .read();
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
