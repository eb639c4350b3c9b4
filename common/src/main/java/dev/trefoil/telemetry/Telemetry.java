package dev.trefoil.telemetry;

import dev.trefoil.gateway.CallEventConsumer;

/**
 * Sends traces and metrics of calls to a receiver. It reads the ends of calls alone, may wait while
 * it is told one, and is told one at a time.
 */
public interface Telemetry extends CallEventConsumer, AutoCloseable {
  @Override
  default boolean readsOnlyEnds() {
    return true;
  }

  /** Sends nothing any more, and frees its threads. What is to be sent is flushed before. */
  @Override
  void close();
}
