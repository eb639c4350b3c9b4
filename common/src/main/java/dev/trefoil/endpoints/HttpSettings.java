package dev.trefoil.endpoints;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What holds for all calls by HTTP.
 *
 * @param frontDoor how long what stands before the function waits for an answer, as its owner says;
 *     empty where it is as each call's door has it
 * @param maxRequestBytes the largest body that is read, decoded; larger ones are answered 413
 * @param maxRequestBytesInFlight what all bodies under way may take together; empty for a share of
 *     the heap
 * @param cors which pages of other origins may call; empty for none
 */
public record HttpSettings(
    Optional<Duration> frontDoor,
    long maxRequestBytes,
    OptionalLong maxRequestBytesInFlight,
    Optional<CorsSettings> cors) {

  /** A limit to bodies, and the rest as it is unless said. */
  public static HttpSettings of(long maxRequestBytes) {
    return new HttpSettings(
        Optional.empty(), maxRequestBytes, OptionalLong.empty(), Optional.empty());
  }
}
