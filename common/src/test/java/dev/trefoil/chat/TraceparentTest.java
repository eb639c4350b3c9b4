package dev.trefoil.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header by W3C Trace Context, 3.2, and its own examples. */
class TraceparentTest {
  private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";

  @ParameterizedTest
  @CsvSource({
    "00-" + IDS + "-01, 00-" + IDS + "-01",
    "00-" + IDS + "-00, 00-" + IDS + "-00",
    "00-" + IDS + "-ff, 00-" + IDS + "-ff",
    "cc-" + IDS + "-01, 00-" + IDS + "-01",
    "cc-" + IDS + "-02, 00-" + IDS + "-00",
    "01-" + IDS + "-03-what-the-future-brings, 00-" + IDS + "-01",
  })
  void aValidOneIsKeptAsVersion00(String header, String kept) {
    Traceparent trace = Traceparent.parse(header).orElseThrow();

    assertThat(trace.text()).isEqualTo(kept);
    assertThat(trace.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "z",
        "00-0-0-0",
        "00-" + IDS,
        "00-" + IDS + "-0",
        "00-" + IDS + "-1g",
        "00-" + IDS + "-01-",
        "00-" + IDS + "-01-more",
        "00_" + IDS + "-01",
        "00-" + IDS + "_01",
        "0-" + IDS + "-001",
        "ff-" + IDS + "-01",
        "CC-" + IDS + "-01",
        "cc-" + IDS + "-01.more",
        "cc-" + IDS + "-0x",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "cc-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + IDS + "-01,00-" + IDS + "-01",
        "00-" + IDS + "-0\r",
      })
  void anInvalidOneIsNone(String header) {
    assertThat(Traceparent.parse(header)).isEmpty();
  }

  @Test
  void noOtherTextIsOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Traceparent("cc-" + IDS + "-01"));
  }
}
