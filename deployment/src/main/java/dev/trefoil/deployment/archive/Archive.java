// One archive as a list of files, before anything is written.
package dev.trefoil.deployment.archive;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an archive is to hold.
 *
 * @param name the file's name without {@code .zip}
 * @param files by path, in the order in which they are written
 */
public record Archive(String name, SortedMap<String, Content> files) {
  public Archive {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }
}
