package dev.trefoil.endpoints;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long the caller waits, as it says itself: an answer that comes later is paid for and read by
 * nobody.
 */
final class CallerTimeout {
  /** Ours, in milliseconds. */
  private static final String OWN = "x-trefoil-timeout-ms";

  /** What OpenAI's SDKs send on every call, in seconds: Node's, and Python's. */
  private static final List<String> SDKS =
      List.of("x-stainless-timeout", "x-stainless-read-timeout");

  private CallerTimeout() {}

  /**
   * The call's deadline, as near as the caller wants it; never later than the platform's.
   *
   * @throws Problem 400 when our own header is not a number of milliseconds
   */
  static Deadline of(HttpCall call) throws Problem {
    Optional<String> own = call.headers().first(OWN);
    if (own.isPresent() && !own.get().matches("[1-9][0-9]{0,8}")) {
      throw Problem.of(
          400, "invalid_header", OWN + " must be a whole number of milliseconds, at least 1.");
    }
    Optional<Duration> wish =
        own.map(millis -> Duration.ofMillis(Long.parseLong(millis))).or(() -> sdk(call.headers()));
    return wish.map(call.deadline()::within).orElse(call.deadline());
  }

  /** An SDK's own header is not the caller's to mend: what cannot be read is passed over. */
  private static Optional<Duration> sdk(Headers headers) {
    return SDKS.stream()
        .flatMap(name -> headers.first(name).stream())
        .filter(value -> value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?"))
        .map(seconds -> Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)))
        .filter(Duration::isPositive)
        .findFirst();
  }
}
