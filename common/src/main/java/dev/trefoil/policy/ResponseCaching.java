package dev.trefoil.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * Which answers are kept to be given again.
 *
 * @param ttl for how long, above zero
 * @param maxBytes none that takes more, as it is kept
 * @param always those to requests of any temperature; otherwise of temperature 0 alone
 */
public record ResponseCaching(Duration ttl, int maxBytes, boolean always) {
  public ResponseCaching {
    Objects.requireNonNull(ttl, "ttl");
  }
}
