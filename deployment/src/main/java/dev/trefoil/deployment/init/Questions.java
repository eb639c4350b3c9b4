// A person's answers, asked for until they can be used.
package dev.trefoil.deployment.init;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Function;

/**
 * Asks on a terminal.
 *
 * @param in what is typed
 * @param out where questions are shown
 */
record Questions(BufferedReader in, PrintWriter out) {

  /**
   * Asks until the answer is one.
   *
   * @param unless what no answer means; empty where there is no such thing
   * @param read gives what an answer means, or throws {@link IllegalArgumentException} with what is
   *     wrong with it
   * @throws IOException when nothing more is typed
   */
  <T> T ask(String question, String unless, Function<String, T> read) throws IOException {
    while (true) {
      out.print(question + (unless.isEmpty() ? ": " : " [" + unless + "]: "));
      out.flush();
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the answers end before the questions do");
      }
      try {
        return read.apply(line.isBlank() ? unless : line.strip());
      } catch (IllegalArgumentException e) {
        out.println(e.getMessage());
      }
    }
  }
}
