// What a service has kept of prompts, so that usage can tell of tokens that it had already.
package dev.trefoil.emulators.cache;

import dev.trefoil.emulators.cache.Prompt.Mark;
import dev.trefoil.emulators.cache.Prompt.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A service's prompt cache. What is found is kept for its lifetime anew; of the thousand entries
 * the least used go first. Thread-safe.
 */
public final class PromptCache {

  private static final int MOST = 1_000;
  private static final Duration LONG = Duration.ofHours(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST;
        }
      };
  private volatile InstantSource clock = InstantSource.system();

  private record Kept(Duration lifetime, Instant until) {}

  /**
   * Tokens that were found, and that are kept from now on.
   *
   * @param read of the longest prefix that was found
   * @param written of the longest marked prefix beyond that
   * @param writtenLong of these, those up to the last mark of an hour and more
   */
  public record Use(int read, int written, int writtenLong) {
    /** Nothing was found or kept. */
    public static final Use NONE = new Use(0, 0, 0);

    /**
     * Tokens that are neither read nor written.
     *
     * @param prompt all of it; of words that meet where two blocks do, the blocks have one more
     */
    public int fresh(int prompt) {
      return Math.max(0, prompt - read - written);
    }

    /** Tokens that are kept for less than an hour. */
    public int writtenShort() {
      return written - writtenLong;
    }
  }

  /** By which clock it forgets. */
  public void live(InstantSource newClock) {
    clock = newClock;
  }

  /**
   * Looks a prompt up and keeps it as far as it is marked.
   *
   * @param minimum a prefix of fewer tokens is not kept, and nobody is told
   */
  public Use use(Prompt prompt, int minimum) {
    lock.lock();
    try {
      Instant now = clock.instant();
      int read = 0;
      for (Place place : prompt.sought()) {
        Kept entry = entries.get(place.digest());
        if (entry != null && entry.until().isAfter(now)) {
          entries.put(place.digest(), new Kept(entry.lifetime(), now.plus(entry.lifetime())));
          read = Math.max(read, place.tokens());
        }
      }
      int kept = read;
      int keptLong = read;
      for (Mark mark : prompt.marks()) {
        Place place = prompt.place(mark.index());
        if (place.tokens() >= minimum) {
          entries.put(place.digest(), new Kept(mark.lifetime(), now.plus(mark.lifetime())));
          kept = Math.max(kept, place.tokens());
          boolean isLong = mark.lifetime().compareTo(LONG) >= 0;
          keptLong = isLong ? Math.max(keptLong, place.tokens()) : keptLong;
        }
      }
      return new Use(read, kept - read, keptLong - read);
    } finally {
      lock.unlock();
    }
  }
}
