package dev.trefoil.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.policy.Cloud;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One line of JSON a record, in each cloud's own words. */
class JsonLinesTest {
  private static final Instant AT = Instant.parse("2026-11-30T06:00:00.123Z");

  @ParameterizedTest
  @CsvSource({
    "AWS, level, timestamp, SEVERE, ERROR",
    "AWS, level, timestamp, WARNING, WARN",
    "AWS, level, timestamp, INFO, INFO",
    "AWS, level, timestamp, FINE, DEBUG",
    "GCP, severity, time, SEVERE, ERROR",
    "GCP, severity, time, WARNING, WARNING",
    "GCP, severity, time, INFO, INFO",
    "GCP, severity, time, FINE, DEBUG",
    "AZURE, level, timestamp, SEVERE, Error",
    "AZURE, level, timestamp, WARNING, Warning",
    "AZURE, level, timestamp, INFO, Information",
    "AZURE, level, timestamp, FINE, Debug"
  })
  void aLineHasTheCloudsOwnNames(
      Cloud cloud, String severity, String time, String level, String expected) throws Exception {
    LogRecord line = line(Level.parse(level), "all is {0}");
    line.setParameters(new Object[] {"\"well\"\n\u0001"});
    assertThat(written(cloud, line))
        .isEqualTo(
            Map.of(
                severity,
                expected,
                time,
                AT.toString(),
                "message",
                "all is \"well\"\n\u0001",
                "logger",
                "a.b"));
  }

  @ParameterizedTest
  @CsvSource({"AWS, stackTrace", "GCP, stack_trace", "AZURE, exception"})
  void aStackTraceIsInsideTheLine(Cloud cloud, String member) throws Exception {
    LogRecord line = line(Level.SEVERE, "it failed");
    line.setThrown(new IllegalStateException("why", new RuntimeException("deeper")));
    assertThat((String) written(cloud, line).get(member))
        .startsWith("java.lang.IllegalStateException: why")
        .contains("\tat " + JsonLinesTest.class.getName(), "Caused by: ");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLongIsCutSoThatAPlatformTakesTheLineWhole(Cloud cloud) throws Exception {
    LogRecord line = line(Level.SEVERE, "a".repeat(1_000_000));
    line.setThrown(new IllegalStateException("b".repeat(1_000_000)));
    String text = new LineFormat(cloud).format(line);
    assertThat(text).hasSizeLessThan(32_768);
    assertThat((String) JSON.std.mapFrom(text).get("message"))
        .endsWith("… and 992000 letters more");
  }

  @Test
  void aLineNamesTheRequestThatItsThreadWorksOn() throws Exception {
    LogContext.Work outer = LogContext.enter("one", Optional.empty());
    LogContext.Work inner =
        LogContext.enter(
            "two", Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assertThat(written(Cloud.AWS, line(Level.INFO, "hi")))
        .containsEntry("request_id", "two")
        .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    LogContext.leave(inner);
    assertThat(written(Cloud.AWS, line(Level.INFO, "hi")))
        .containsEntry("request_id", "one")
        .doesNotContainKey("trace_id");
    LogContext.leave(outer);
    assertThat(written(Cloud.AWS, line(Level.INFO, "hi"))).doesNotContainKey("request_id");
  }

  /** The host takes all of standard output for information, and "warn" and "error" for levels. */
  @ParameterizedTest
  @CsvSource({
    "AZURE, INFO, false",
    "AZURE, WARNING, true",
    "AZURE, SEVERE, true",
    "AWS, SEVERE, false",
    "GCP, SEVERE, false"
  })
  void onAzureWarningsGoToStandardError(Cloud cloud, String level, boolean apart) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, UTF_8));
    System.setErr(new PrintStream(toErr, true, UTF_8));
    try {
      new JsonLines(cloud).publish(line(Level.parse(level), "hi"));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat((apart ? toErr : toOut).toString(UTF_8))
        .contains("\"message\":\"hi\"")
        .hasLineCount(1);
    assertThat((apart ? toOut : toErr).size()).isZero();
  }

  private static LogRecord line(Level level, String message) {
    LogRecord line = new LogRecord(level, message);
    line.setInstant(AT);
    line.setLoggerName("a.b");
    return line;
  }

  private static Map<String, Object> written(Cloud cloud, LogRecord line) throws Exception {
    String text = new LineFormat(cloud).format(line);
    assertThat(text).doesNotContain("\n");
    return JSON.std.mapFrom(text);
  }
}
