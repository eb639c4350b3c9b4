package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StartupFailureTest {
  private static final Throwable IN_AN_INITIALISER =
      new ExceptionInInitializerError(new Mistake("two mistakes:\n  \"a\" is\tübel 😀 \\"));

  /** As the configuration's. */
  private static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  @Test
  void itsTextIsWhatSomebodyWroteAndNotTheInitialisersWrapping() {
    assertThat(StartupFailure.text(IN_AN_INITIALISER))
        .isEqualTo("Trefoil did not start: two mistakes:\n  \"a\" is\tübel 😀 \\");
    assertThat(StartupFailure.text(new IllegalArgumentException("x is 'y'")))
        .isEqualTo("Trefoil did not start: x is 'y'");
    assertThat(StartupFailure.text(new NoClassDefFoundError("a/B")))
        .isEqualTo("Trefoil did not start: java.lang.NoClassDefFoundError: a/B");
    assertThat(StartupFailure.text(new StackOverflowError()))
        .isEqualTo("Trefoil did not start: java.lang.StackOverflowError");
  }

  @Test
  void itsLogLineIsOneLineOfJsonInAscii() throws Exception {
    String text = StartupFailure.text(IN_AN_INITIALISER);

    String line = StartupFailure.logLine(text, IN_AN_INITIALISER);

    assertThat(line).matches("[ -~]+").startsWith("{\"level\":\"Error\",\"timestamp\":\"");
    var json = Json.read(line.getBytes(StandardCharsets.UTF_8));
    assertThat(Json.text(json, "message")).contains(text);
    assertThat(Json.text(json, "exception").orElseThrow())
        .contains("StartupFailureTest$Mistake: two mistakes", "StartupFailureTest.java")
        .hasSizeLessThanOrEqualTo(4_000);
  }
}
