// An archive as it was written, for those who want to know what makes it large.
package dev.trefoil.deployment.archive;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A written archive.
 *
 * @param bytes the file's size
 */
public record Written(Path file, long bytes, List<Part> parts) {
  /**
   * A file in it, or what a jar gave to a merged one.
   *
   * @param bytes compressed
   */
  public record Part(String name, long bytes) {}

  /** The parts that take most. */
  public List<Part> largest(int count) {
    return parts.stream()
        .sorted(Comparator.comparingLong(Part::bytes).reversed().thenComparing(Part::name))
        .limit(count)
        .toList();
  }
}
