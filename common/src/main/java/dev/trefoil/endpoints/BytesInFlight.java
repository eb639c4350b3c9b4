package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies a process holds at once, so that many large ones do not take its
 * memory. Used by many threads at once.
 */
final class BytesInFlight {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long most;
  private final AtomicLong held = new AtomicLong();

  BytesInFlight(long most) {
    this.most = most;
  }

  /** What is held now. */
  long held() {
    return held.get();
  }

  Lease lease() {
    return new Lease();
  }

  /** What one call holds; given back when it is closed. For one thread. */
  final class Lease implements AutoCloseable {
    private long mine;

    private Lease() {}

    /**
     * Notes that so many more bytes are held.
     *
     * @throws Problem 503, to be repeated, when all calls together would hold too many
     */
    void add(long bytes) throws Problem {
      if (held.addAndGet(bytes) > most) {
        held.addAndGet(-bytes);
        throw Problem.of(
                503,
                "too_many_request_bytes",
                "The requests under way here hold "
                    + most
                    + " bytes together, which is as much as this process takes: try again.")
            .withRetryAfter(RETRY_AFTER);
      }
      mine += bytes;
    }

    @Override
    public void close() {
      held.addAndGet(-mine);
      mine = 0;
    }
  }
}
