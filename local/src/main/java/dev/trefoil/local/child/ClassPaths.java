// Where classes come from, so that a child gets what it needs and nothing else.
package dev.trefoil.local.child;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Class paths made of jars in a folder, or of the places that given classes were loaded from. */
public final class ClassPaths {
  private ClassPaths() {}

  /** The jar or folder of each class, once. */
  public static List<Path> of(Class<?>... classes) {
    return Arrays.stream(classes).map(ClassPaths::place).distinct().toList();
  }

  /** The jars of a folder in lexical order. */
  public static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of " + type.getName() + " is not a path", e);
    }
  }
}
