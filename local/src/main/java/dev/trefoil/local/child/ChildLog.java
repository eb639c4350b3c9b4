// A child's output: kept in a file, its end in memory, and shown only to those who ask.
package dev.trefoil.local.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What one child wrote to its standard output and error. */
final class ChildLog {
  private static final int LINES_KEPT = 40;

  private final String prefix;
  private final Path file;
  private final Optional<PrintStream> shown;
  private final Deque<String> last = new ArrayDeque<>();
  private Thread reader;

  ChildLog(String name, Path file, Optional<PrintStream> shown) {
    this.prefix = "[" + name + "] ";
    this.file = file;
    this.shown = shown;
  }

  void follow(InputStream output) {
    reader = Thread.ofPlatform().daemon().name("log " + prefix).start(() -> copy(output));
  }

  /** The last lines, once the child is gone and all of its output has been read. */
  String end() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last();
  }

  /** The last lines up to now. */
  String last() {
    synchronized (last) {
      return String.join("\n", last);
    }
  }

  private void copy(InputStream output) {
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        Writer writer =
            Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.write(line + "\n");
        writer.flush();
        keep(prefix + line);
      }
    } catch (IOException e) {
      keep(prefix + "(its output cannot be followed any more: " + e + ")");
    }
  }

  private void keep(String line) {
    shown.ifPresent(stream -> stream.println(line));
    synchronized (last) {
      if (last.size() == LINES_KEPT) {
        last.removeFirst();
      }
      last.addLast(line);
    }
  }
}
