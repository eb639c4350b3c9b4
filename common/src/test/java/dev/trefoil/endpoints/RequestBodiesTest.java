package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Gzip;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodiesTest {
  private static final int MAX = 8 << 20;
  private static final String TEXT = "{\"prompt\":\"Grüße, 世界 🍀\"}";

  private final RequestBodies bodies = new RequestBodies(MAX, OptionalLong.of(MAX));
  private final BytesInFlight.Lease lease = bodies.inFlight().lease();

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "identity, gzip"})
  void aBodyInGzipIsDecoded(String encoding) throws Exception {
    assertThat(read(Gzip.of(TEXT.getBytes(StandardCharsets.UTF_8)), encoding)).isEqualTo(TEXT);
    assertThat(bodies.inFlight().held())
        .as("the decoded size is what is held")
        .isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "compress", "gzip,br"})
  void anyOtherEncodingIsRefusedByName(String encoding) {
    assertThatThrownBy(() -> read(TEXT.getBytes(StandardCharsets.UTF_8), encoding))
        .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(415))
        .hasMessageContaining(encoding.replaceAll(", *", ", "))
        .hasMessageContaining("gzip");
  }

  @Test
  void whatSaysGzipAndIsNotIsRefused() {
    assertRefused(415, () -> read(TEXT.getBytes(StandardCharsets.UTF_8), "gzip"));
    byte[] whole = Gzip.of(TEXT.getBytes(StandardCharsets.UTF_8));
    assertRefused(415, () -> read(Arrays.copyOf(whole, whole.length - 9), "gzip"));
  }

  @Test
  void theLimitIsOfTheDecodedSize() throws Exception {
    byte[] random = new byte[MAX / 2];
    new Random(1).nextBytes(random);
    for (int i = 0; i < random.length; i++) {
      random[i] = (byte) ('a' + (random[i] & 15));
    }
    assertThat(read(Gzip.of(random), "gzip")).hasSize(MAX / 2);
    byte[] larger = new byte[MAX + 1];
    new Random(1).nextBytes(larger);
    assertRefused(413, () -> read(Gzip.of(larger), "gzip"));
    assertRefused(413, () -> read(larger, "identity"));
  }

  @Test
  void aBodyThatGrowsBeyondAllProportionIsRefusedBeforeItIsHeld() {
    assertRefused(413, () -> read(Gzip.of(new byte[MAX]), "gzip"));
    assertThat(bodies.inFlight().held()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws Exception {
    byte[] marked = ("\ufeff" + TEXT).getBytes(StandardCharsets.UTF_8);
    assertThat(read(marked, "identity")).isEqualTo(TEXT);
    assertThat(read(Gzip.of(marked), "gzip")).isEqualTo(TEXT);
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsPlace() {
    byte[] broken = TEXT.getBytes(StandardCharsets.UTF_8);
    broken[20] = (byte) 0xff;
    assertThatThrownBy(() -> read(broken, "identity")).hasMessageContaining("byte 20");
    byte[] far = new byte[200_000];
    Arrays.fill(far, (byte) 'x');
    far[far.length - 1] = (byte) 0xc3;
    assertThatThrownBy(() -> read(far, "identity")).hasMessageContaining("byte 199999");
    assertRefused(400, () -> read(new byte[] {(byte) 0xc0, (byte) 0x80}, "identity"));
    assertRefused(400, () -> read(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, "identity"));
  }

  @Test
  void aLetterAcrossTwoPiecesIsOne() throws Exception {
    String text = "x".repeat((1 << 16) - 1) + "ü" + "y".repeat(10);
    assertThat(read(text.getBytes(StandardCharsets.UTF_8), "identity")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void aSenderWhoLeavesOrStallsIsNoFaultOfOursNorOfTheEncoding(String encoding) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        };
    assertRefused(408, () -> bodies.read(call(broken, encoding), lease));
  }

  private static void assertRefused(int status, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  /** What was read before is given back. */
  private String read(byte[] body, String encoding) throws Problem, IOException {
    lease.close();
    return new String(
        bodies.read(call(new ByteArrayInputStream(body), encoding), lease), StandardCharsets.UTF_8);
  }

  private static HttpCall call(InputStream body, String encoding) {
    return new HttpCall(
        "POST",
        "/chat",
        new Headers().set("Content-Encoding", encoding),
        body,
        Deadline.after(Duration.ofMinutes(1)));
  }
}
