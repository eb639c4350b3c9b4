package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException.Contended;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pauses of one who reads and writes again because others were quicker. */
public final class Contention {
  private static final int FIRST_MILLIS = 10;
  private static final int LONGEST_MILLIS = 500;

  private final String what;
  private final Deadline deadline;
  private int lost;

  /**
   * @param what is being changed
   */
  public Contention(String what, Deadline deadline) {
    this.what = what;
    this.deadline = deadline;
  }

  /**
   * Pauses for a random while, longer each time, so that writers do not meet again.
   *
   * @throws Contended when the deadline would pass meanwhile
   */
  public void pause() throws StoreException {
    int most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(lost++, 10));
    Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, most + 1));
    if (deadline.remaining().compareTo(pause) <= 0) {
      throw new Contended("others changed " + what + " " + lost + " times meanwhile");
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(what + " was not waited for: the worker ends", e);
    }
  }
}
