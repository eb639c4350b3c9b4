package dev.trefoil.deployment;

import java.nio.file.Path;

/** Where the repository is. */
public final class Repository {
  private Repository() {}

  /** Its top folder. */
  public static Path home() {
    return Path.of(System.getProperty("trefoil.home"));
  }
}
