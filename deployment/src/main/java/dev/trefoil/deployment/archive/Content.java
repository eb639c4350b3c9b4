// What a file in an archive is made from.
package dev.trefoil.deployment.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The content of one file in an archive. */
sealed interface Content {
  /** As it is. */
  record Bytes(byte[] bytes) implements Content {}

  /** A program: as it is, and executable. */
  record Program(byte[] bytes) implements Content {}

  /** A file that lies in a jar. */
  record Entry(Path jar, String name) implements Content {}

  /**
   * Jars as one, by {@link MergedJar}.
   *
   * @param jars in the order of the class path
   * @param without names of entries to leave out
   */
  record Jar(List<Path> jars, Set<String> without) implements Content {
    public Jar {
      jars = List.copyOf(jars);
      without = Set.copyOf(without);
    }
  }
}
