package dev.trefoil.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import dev.trefoil.chat.Deadline;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import io.cloudevents.CloudEvent;
import java.time.Duration;

/**
 * The probe function: runs a probe and writes the report that is due, whatever the event, which
 * Eventarc makes of what Cloud Scheduler publishes. The log says what it has found and written.
 */
public final class ProbeEvents implements CloudEventsFunction {
  /** What is kept back of the function's time, to tell the board in. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Duration time = WarmRuntime.surroundings().time();
  private final TrefoilRuntime runtime = WarmRuntime.start(Cloud.GCP);

  @Override
  public void accept(CloudEvent event) {
    Deadline deadline = Deadline.after(time.minus(MARGIN));
    runtime.probe(deadline);
    var unusedDay = runtime.report(deadline);
    var unused = runtime.flush();
  }
}
