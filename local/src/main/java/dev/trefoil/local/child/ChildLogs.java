// One decision for all children: where their output goes.
package dev.trefoil.local.child;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the output of children goes.
 *
 * @param folder an existing folder, in which each child has a file of its name
 * @param shown where it is shown as well
 */
public record ChildLogs(Path folder, Optional<PrintStream> shown) {
  private static final String SUFFIX = ".log";

  /** Output goes to a folder that is made when it is not there, and emptied of older output. */
  public static ChildLogs in(Path folder, Optional<PrintStream> shown) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old : files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
        Files.delete(old);
      }
    }
    return new ChildLogs(folder, shown);
  }

  ChildLog of(String name) {
    return new ChildLog(name, folder.resolve(name + SUFFIX), shown);
  }
}
