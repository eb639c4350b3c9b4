package dev.trefoil.telemetry;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is sent, and where to.
 *
 * @param traces the receiver of traces, with its path; empty for none
 * @param metrics the receiver of metrics, with its path; empty for none
 * @param headers what each request to them has besides, asked for anew each time
 * @param contents whether prompts and answers are sent
 * @param gzip whether requests are compressed
 * @param timeout how long a request may take
 * @param flush how long a process that is about to stand still waits for what is to be sent
 * @param batchDelay how long a span waits for others
 * @param queue how many spans may wait
 * @param metricInterval how often metrics are sent
 * @param resource what is said of the process with everything, such as {@code service.name}
 * @param providers {@code gen_ai.provider.name} of each service
 */
public record TelemetrySettings(
    Optional<URI> traces,
    Optional<URI> metrics,
    Supplier<Map<String, String>> headers,
    boolean contents,
    boolean gzip,
    Duration timeout,
    Duration flush,
    Duration batchDelay,
    int queue,
    Duration metricInterval,
    Map<String, String> resource,
    Map<String, String> providers) {
  public TelemetrySettings {
    resource = Map.copyOf(resource);
    providers = Map.copyOf(providers);
  }
}
