package dev.trefoil.log;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Makes one line of JSON of a record, with the members by which the cloud knows what is what. */
final class LineFormat extends Formatter {

  /** Of letters; with a stack trace a line stays below the 32,768 that Azure keeps of a trace. */
  private static final int LONGEST_MESSAGE = 8_000;

  private static final int LONGEST_STACK = 16_000;

  private final Names names;

  LineFormat(Cloud cloud) {
    this.names =
        switch (cloud) {
          case AWS -> Names.AWS;
          case AZURE -> Names.AZURE;
          case GCP -> Names.GCP;
        };
  }

  /** What the clouds call the members, and how severe something is. */
  private record Names(
      String time, String severity, String stack, String debug, String warning, String error) {
    /** "Log-level filtering", AWS Lambda Developer Guide; its runtime's error reports. */
    static final Names AWS =
        new Names("timestamp", "level", "stackTrace", "DEBUG", "WARN", "ERROR");

    /**
     * "Structured logging", Cloud Logging; {@code stack_trace} is what Error Reporting reads
     * ("Format errors in logs").
     */
    static final Names GCP =
        new Names("time", "severity", "stack_trace", "DEBUG", "WARNING", "ERROR");

    /**
     * A line is the message of a trace here, its members are ours. The host takes "warn" and
     * "error" in a line of standard error for its level (WorkerProcess of azure-functions-host).
     */
    static final Names AZURE =
        new Names("timestamp", "level", "exception", "Debug", "Warning", "Error");

    String of(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return error;
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return warning;
      }
      if (level.intValue() >= Level.INFO.intValue()) {
        return this == AZURE ? "Information" : "INFO";
      }
      return debug;
    }
  }

  @Override
  public String format(LogRecord line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.generator(text)) {
      json.writeStartObject();
      json.writeStringField(names.severity(), names.of(line.getLevel()));
      json.writeStringField(names.time(), line.getInstant().toString());
      json.writeStringField(
          "message", bounded(String.valueOf(formatMessage(line)), LONGEST_MESSAGE));
      if (line.getLoggerName() != null) {
        json.writeStringField("logger", line.getLoggerName());
      }
      LogContext.Work work = LogContext.work();
      if (!work.requestId().isEmpty()) {
        json.writeStringField("request_id", work.requestId());
      }
      if (work.trace().isPresent()) {
        json.writeStringField("trace_id", work.trace().get().traceId());
      }
      if (line.getThrown() != null) {
        json.writeStringField(names.stack(), bounded(stack(line.getThrown()), LONGEST_STACK));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return text.toString();
  }

  private static String stack(Throwable thrown) {
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    return stack.toString();
  }

  private static String bounded(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + "… and " + (text.length() - longest) + " letters more";
  }
}
