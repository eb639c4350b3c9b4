package dev.trefoil.telemetry;

import java.util.function.LongSupplier;

/**
 * Makes what sends telemetry. Found by {@link java.util.ServiceLoader}, since its libraries lie in
 * a process only where they are wanted.
 */
public interface TelemetryFactory {
  /**
   * Opens no connection yet.
   *
   * @param dropped how many calls were lost so far for want of room, as a metric of its own
   */
  Telemetry start(TelemetrySettings settings, LongSupplier dropped);
}
