package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import dev.trefoil.http.HttpCall;
import java.util.Optional;

/** The caller's name for a request that it may have to send twice. */
final class IdempotencyKey {
  private static final String HEADER = "idempotency-key";

  private IdempotencyKey() {}

  /**
   * The key, where the call has one.
   *
   * @throws Problem 400 when it is not 1 to 255 visible ASCII characters
   */
  static Optional<String> of(HttpCall call) throws Problem {
    Optional<String> key = call.headers().first(HEADER);
    if (key.isPresent() && !key.get().matches("[!-~]{1,255}")) {
      throw Problem.of(
          400,
          "invalid_request_error",
          "invalid_header",
          "Idempotency-Key must be 1 to 255 visible ASCII characters.");
    }
    return key;
  }
}
