package dev.trefoil.telemetry;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/**
 * Loads what sends telemetry when the first call has ended: a start has no part in it, and a
 * snapshot holds nothing of it.
 */
public final class OnFirstCall implements Telemetry {
  private static final System.Logger LOG = System.getLogger(OnFirstCall.class.getName());

  /** Its classes, without one of them being loaded. */
  private static final String SERVICE =
      "META-INF/services/" + "dev.trefoil.telemetry.TelemetryFactory";

  private final TelemetrySettings settings;
  private final LongSupplier dropped;
  private Optional<Telemetry> started = Optional.empty();
  private boolean tried;
  private boolean closed;

  /**
   * @param dropped how many calls it was never told of, for want of room
   */
  public OnFirstCall(TelemetrySettings settings, LongSupplier dropped) {
    this.settings = settings;
    this.dropped = dropped;
  }

  /** Whether it lies in this process. */
  public static boolean isHere() {
    return OnFirstCall.class.getClassLoader().getResource(SERVICE) != null;
  }

  @Override
  public boolean readsContents() {
    return settings.contents();
  }

  @Override
  public void accept(CallEvent event) {
    Optional<Telemetry> telemetry = start();
    if (telemetry.isPresent()) {
      telemetry.get().accept(event);
    }
  }

  @Override
  public boolean flush(Deadline deadline) {
    Optional<Telemetry> telemetry = running();
    return telemetry.isEmpty() || telemetry.get().flush(deadline);
  }

  @Override
  public void close() {
    Optional<Telemetry> telemetry = end();
    if (telemetry.isPresent()) {
      telemetry.get().close();
    }
  }

  private synchronized Optional<Telemetry> running() {
    return started;
  }

  private synchronized Optional<Telemetry> end() {
    closed = true;
    return started;
  }

  private synchronized Optional<Telemetry> start() {
    if (!tried && !closed) {
      tried = true;
      started =
          ServiceLoader.load(TelemetryFactory.class, OnFirstCall.class.getClassLoader())
              .findFirst()
              .map(factory -> factory.start(settings, dropped));
      if (started.isEmpty()) {
        LOG.log(Level.ERROR, "no telemetry is sent: its libraries are not in this process");
      }
    }
    return started;
  }

  @Override
  public String toString() {
    return "telemetry";
  }
}
