package dev.trefoil.job;

import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import java.util.Optional;

/** The caller's name for a request that it may have to send twice. */
public final class IdempotencyKey {
  private static final String HEADER = "idempotency-key";

  private IdempotencyKey() {}

  /** Whether the call has one, right or wrong. */
  public static boolean isIn(Headers headers) {
    return headers.first(HEADER).isPresent();
  }

  /**
   * The key, where the call has one.
   *
   * @throws Problem 400 when it is not 1 to 255 visible ASCII characters
   */
  public static Optional<String> of(Headers headers) throws Problem {
    Optional<String> key = headers.first(HEADER);
    if (key.isPresent() && !key.get().matches("[!-~]{1,255}")) {
      throw Problem.of(
          400, "invalid_header", "Idempotency-Key must be 1 to 255 visible ASCII characters.");
    }
    return key;
  }
}
