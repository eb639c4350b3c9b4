package dev.trefoil.provider.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseReaderTest {
  static Stream<Arguments> streams() {
    return Stream.of(
        stream("data: a\n\ndata: b\n\n", "a", "b"),
        stream("data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
        stream("data: a\r\rdata: b\r\r", "a", "b"),
        stream("data: a\r\n\ndata: b\n\r\n", "a", "b"),
        stream("\uFEFFdata: a\n\n", "a"),
        stream("data: a\n\n\uFEFFdata: b\n\n", "a"),
        stream("data:a\n\n", "a"),
        stream("data:  a \n\n", " a "),
        stream("data: a\ndata: b\ndata:c\n\n", "a\nb\nc"),
        stream("data\n\n", ""),
        stream("data:\ndata:\n\n", "\n"),
        stream(": ping\n\n:\n\ndata: a\n: between\ndata: b\n\n", "a\nb"),
        stream("event: x\nid: 1\nretry: 5\ndata: a\n\nevent: y\n\n", "a"),
        stream("database: a\nDATA: a\n data: a\n\ndata: b\n\n", "b"),
        stream("\n\n\ndata: a\n\n\n\n", "a"),
        stream("data: grüße 🍀\n\n", "grüße 🍀"),
        stream("data: a\n\ndata: [DONE]", "a", "[DONE]"),
        stream("data: a\n\ndata: b\n", "a", "b"),
        stream(""),
        stream("no field"));
  }

  @Test
  void knowsAnEventWhoseTypeIsError() throws IOException {
    SseReader reader =
        new SseReader(
            new ByteArrayInputStream(
                "data: a\n\nevent: error\ndata: b\n\nevent: errors\ndata: c\n\n".getBytes(UTF_8)),
            100);
    List<Boolean> errors = new ArrayList<>();
    while (reader.next()) {
      errors.add(reader.isError());
    }

    assertThat(errors).containsExactly(false, true, false);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void givesTheDataOfEachEvent(String text, List<String> events) throws IOException {
    assertThat(read(new ByteArrayInputStream(text.getBytes(UTF_8)))).isEqualTo(events);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void givesTheSameWhenEveryByteComesAlone(String text, List<String> events) throws IOException {
    InputStream oneByOne =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(1, length));
          }
        };

    assertThat(read(oneByOne)).isEqualTo(events);
  }

  @Test
  void givesAnEventBeforeTheNextHasCome() throws IOException {
    try (PipedOutputStream service = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(service)) {
      SseReader reader = new SseReader(in, 100);
      service.write("data: first\n\nda".getBytes(UTF_8));

      assertThat(reader.next()).isTrue();
      assertThat(text(reader)).isEqualTo("first");

      service.write("ta: second\n\n".getBytes(UTF_8));
      assertThat(reader.next()).isTrue();
      assertThat(text(reader)).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @MethodSource("tooLong")
  void refusesWhatIsLongerThanTheLimit(String text) {
    SseReader reader = new SseReader(new ByteArrayInputStream(text.getBytes(UTF_8)), 20);

    assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("20");
  }

  static Stream<String> tooLong() {
    return Stream.of(
        "data: " + "x".repeat(20),
        ": " + "x".repeat(20),
        "data: 123456789\ndata: 123456789\ndata: 1\n\n");
  }

  @Test
  void theLimitIsForOneEventNotForAll() throws IOException {
    String text = "data: 12345678901234\n\n".repeat(1000);

    assertThat(read(new ByteArrayInputStream(text.getBytes(UTF_8)))).hasSize(1000);
  }

  private static List<String> read(InputStream in) throws IOException {
    SseReader reader = new SseReader(in, 20);
    List<String> events = new ArrayList<>();
    while (reader.next()) {
      events.add(text(reader));
    }
    return events;
  }

  private static String text(SseReader reader) {
    return new String(reader.data(), 0, reader.length(), UTF_8);
  }

  private static Arguments stream(String text, String... events) {
    return Arguments.of(text, List.of(events));
  }
}
