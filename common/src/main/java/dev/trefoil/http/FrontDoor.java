package dev.trefoil.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What stands between a client and the function, as the adapter knows it of one call.
 *
 * @param timeout how long it waits for the answer; empty where it waits for as long as the function
 *     may run, or where nothing is known of it
 * @param raisable whether its owner can have it wait longer than {@code timeout}, which is then but
 *     what it does unless told otherwise
 * @param waited how long it had waited when the function got the call, which may have had to start
 *     for it
 * @param limit what a whole answer may take; empty where answers are streamed or nothing bounds
 *     them
 * @param buffers whether the client gets nothing of an answer before it is whole, streamed or not
 */
public record FrontDoor(
    Optional<Duration> timeout,
    boolean raisable,
    Duration waited,
    Optional<ResponseLimit> limit,
    boolean buffers) {

  /** Nothing that would be shorter or smaller than the function itself. */
  public static final FrontDoor NONE =
      new FrontDoor(Optional.empty(), false, Duration.ZERO, Optional.empty(), false);

  /** The same, where the platform sends an answer when it is whole. */
  public static final FrontDoor BUFFERING =
      new FrontDoor(Optional.empty(), false, Duration.ZERO, Optional.empty(), true);

  /** A door that buffers where what it takes is bounded. */
  public FrontDoor(
      Optional<Duration> timeout,
      boolean raisable,
      Duration waited,
      Optional<ResponseLimit> limit) {
    this(timeout, raisable, waited, limit, limit.isPresent());
  }

  /** How many bytes an answer's text may have at most, whatever form it is sent in. */
  public long mostBytes() {
    return limit.isPresent() ? limit.get().bytes() : Long.MAX_VALUE;
  }

  /**
   * How long it still waits, with what its owner says of it: that bounds every door, and is
   * believed to be longer only of one that can be made to wait longer.
   */
  public Optional<Duration> left(Optional<Duration> said) {
    return whole(said).map(time -> time.minus(waited));
  }

  private Optional<Duration> whole(Optional<Duration> said) {
    if (said.isEmpty() || timeout.isEmpty()) {
      return said.or(() -> timeout);
    }
    boolean longer = said.get().compareTo(timeout.get()) > 0;
    return longer && !raisable ? timeout : said;
  }
}
