// Processes of Lambda functions start one after the other, on the whole machine.
package dev.trefoil.local.aws;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The turn to start: the runtime interface client unpacks its native library to a path that is the
 * same for all, and crashes on one that is just being written. A process that starts very slowly,
 * or hangs, holds the others up for ten seconds.
 */
final class StartTurn {
  private static final long LONGEST_NANOS = 10_000_000_000L;
  private static final long PAUSE_MILLIS = 20;
  private static final Semaphore HERE = new Semaphore(1);

  /** Locked by whoever has the turn among the processes that start functions. */
  private static final Path FILE =
      Path.of(System.getProperty("java.io.tmpdir"), "trefoil-lambda-start.lock");

  private final int permits;
  private final Optional<FileChannel> file;

  private StartTurn(int permits, Optional<FileChannel> file) {
    this.permits = permits;
    this.file = file;
  }

  /** Waits for it, or until waiting has been long enough. */
  static StartTurn await() {
    long end = System.nanoTime() + LONGEST_NANOS;
    try {
      if (!HERE.tryAcquire(LONGEST_NANOS, TimeUnit.NANOSECONDS)) {
        return new StartTurn(0, Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new StartTurn(0, Optional.empty());
    }
    return new StartTurn(1, locked(end));
  }

  /** Empty where the file is not ours to write: another person's functions are not waited for. */
  private static Optional<FileChannel> locked(long end) {
    try {
      FileChannel file =
          FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (file.tryLock() == null && System.nanoTime() < end) {
        Thread.sleep(PAUSE_MILLIS);
      }
      return Optional.of(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Lets the next one start; to be called once. */
  void end() {
    file.ifPresent(
        channel -> {
          try {
            channel.close();
          } catch (IOException e) {
            System.err.println(FILE + " cannot be closed: " + e);
          }
        });
    HERE.release(permits);
  }
}
