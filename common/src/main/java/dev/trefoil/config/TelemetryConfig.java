package dev.trefoil.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the file says of traces and metrics.
 *
 * @param endpoint the base of the receiver's addresses; empty where a variable names it, if any
 * @param headers where each header's value is that the receiver wants
 * @param sampling the share of traces that is recorded, 0 to 1
 * @param contents whether prompts and answers are sent
 * @param flush how long a process that is about to stand still waits for what is to be sent
 */
public record TelemetryConfig(
    Optional<URI> endpoint,
    Map<String, KeySource> headers,
    double sampling,
    boolean contents,
    Duration flush) {
  /** How long that is unless said. */
  public static final Duration FLUSH = Duration.ofMillis(500);

  /** Of a file that says nothing. */
  public static final TelemetryConfig NONE =
      new TelemetryConfig(Optional.empty(), Map.of(), 1, false, FLUSH);

  public TelemetryConfig {
    headers = Map.copyOf(headers);
  }
}
