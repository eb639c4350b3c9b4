package dev.trefoil.local;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for tests. */
public final class FreePorts {
  private FreePorts() {}

  /** The first of four ports in a row that nobody uses; below the range that systems hand out. */
  public static int four() {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try {
        Ports.startingAt(first).requireFree();
        return first;
      } catch (IOException e) {
        // Taken: another is drawn.
      }
    }
  }
}
