package dev.trefoil.azure;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;

/**
 * The probe function, which a timer runs; the log says what it has found. Compiled for Java 11, see
 * {@link WarmRuntime}.
 */
public final class ProbeFunction {
  /**
   * Runs a probe.
   *
   * @param timer what the platform says of the schedule
   */
  @FunctionName("probe")
  public void run(
      @TimerTrigger(name = "timer", schedule = "%TREFOIL_PROBE_SCHEDULE%") String timer) {
    AzureApp.probe();
  }
}
