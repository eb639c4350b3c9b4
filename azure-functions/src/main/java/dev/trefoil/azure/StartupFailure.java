package dev.trefoil.azure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/** What is said of a start that failed. Compiled for Java 11, see {@link WarmRuntime}. */
final class StartupFailure {
  /** Characters: the caller's frames say nothing, and a log's entry is bounded. */
  private static final int MOST_OF_STACK = 4_000;

  private StartupFailure() {}

  /** One line of text: what people are to mend. */
  static String text(Throwable failure) {
    if (failure instanceof UnsupportedClassVersionError) {
      return "Trefoil needs Java 21 or newer and this app runs on Java "
          + System.getProperty("java.version")
          + ": set the app's Java version";
    }
    return "Trefoil did not start: " + reason(failure);
  }

  /** The first message that somebody wrote: an initialiser's error, for one, has none. */
  private static String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null) {
        return isInWords(at) ? at.getMessage() : at.toString();
      }
    }
    return failure.toString();
  }

  private static boolean isInWords(Throwable at) {
    return at instanceof IllegalArgumentException
        || at instanceof IllegalStateException
        || !at.getClass().getName().startsWith("java.");
  }

  /**
   * The line for the log, in the form of all others, whose classes an older Java does not load. The
   * host makes an entry of each line, and an error of one that has that word in it.
   */
  static String logLine(String text, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StringWriter trace = new StringWriter();
    root.printStackTrace(new PrintWriter(trace, true));
    return "{\"level\":\"Error\",\"timestamp\":\""
        + Instant.now()
        + "\",\"message\":"
        + quoted(text)
        + ",\"exception\":"
        + quoted(trace.toString().substring(0, Math.min(trace.getBuffer().length(), MOST_OF_STACK)))
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
