// How a measured process hands its figures to the one that started it: as lines of its output.
package dev.trefoil.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values by name, in the order in which they were measured. */
public final class Figures {
  private static final String MARK = "trefoil-figure\t";

  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  private Figures() {}

  /** In the process: one more value of this name. */
  public static void print(String name, double value) {
    System.out.println(MARK + name + "\t" + value);
  }

  /** Of a process's output. */
  static Figures read(Path log) throws IOException {
    Figures figures = new Figures();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .filter(line -> line.startsWith(MARK))
          .map(line -> line.substring(MARK.length()))
          .forEach(
              line -> {
                int tab = line.indexOf('\t');
                figures
                    .values
                    .computeIfAbsent(line.substring(0, tab), ignored -> new ArrayList<>())
                    .add(Double.valueOf(line.substring(tab + 1)));
              });
    }
    return figures;
  }

  /**
   * All values of a name.
   *
   * @throws IOException when there are none
   */
  public List<Double> of(String name) throws IOException {
    List<Double> found = values.get(name);
    if (found == null) {
      throw new IOException("nothing was measured of '" + name + "'");
    }
    return found;
  }
}
