// What a file in an archive is made from.
package dev.trefoil.deployment.archive;

import java.nio.file.Path;
import java.util.Set;

/** The content of one file in an archive. */
sealed interface Content {
  /** As it is. */
  record Bytes(byte[] bytes) implements Content {}

  /** A program: as it is, and executable. */
  record Program(byte[] bytes) implements Content {}

  /**
   * A jar, stored anew by {@link StoredJar}.
   *
   * @param without names of entries to leave out
   */
  record Jar(Path file, Set<String> without) implements Content {}
}
