// Programs that npm brings are installed once, though several processes may want them at once.
package dev.trefoil.local.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held by the one process that installs into a folder. It ends with its process at the latest. */
public final class InstallLock {
  private final FileChannel file;

  private InstallLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Waits until no other process holds the folder's lock; for one thread of a process at a time.
   *
   * @param folder is made where it is not there
   */
  public static InstallLock of(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel file =
        FileChannel.open(
            folder.resolve(".install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      file.lock();
      return new InstallLock(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Lets another process install. */
  public void close() throws IOException {
    file.close();
  }
}
