// What has been started is ended, whether the rest could be started or not.
package dev.trefoil.local;

import dev.trefoil.local.child.Together;
import java.util.ArrayList;
import java.util.List;

/** Things that are ended together. */
final class Parts implements AutoCloseable {
  private final List<AutoCloseable> parts = new ArrayList<>();

  synchronized <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  @Override
  public synchronized void close() {
    Together.close(parts);
    parts.clear();
  }
}
