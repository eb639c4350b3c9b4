package dev.trefoil.azure;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.trefoil.chat.Deadline;
import java.time.Duration;

/** The probe function, which a timer runs; the log says what it has found. */
public final class ProbeFunction {
  /** Within any plan's functionTimeout. */
  private static final Duration TIME = Duration.ofMinutes(1);

  /**
   * Runs a probe.
   *
   * @param timer what the platform says of the schedule
   */
  @FunctionName("probe")
  public void run(
      @TimerTrigger(name = "timer", schedule = "%TREFOIL_PROBE_SCHEDULE%") String timer) {
    WarmRuntime.RUNTIME.probe(Deadline.after(TIME));
  }
}
