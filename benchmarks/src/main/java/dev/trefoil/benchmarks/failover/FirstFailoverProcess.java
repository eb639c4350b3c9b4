// The measured process of a first failover: a function that has only ever called its own cloud.
package dev.trefoil.benchmarks.failover;

import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import java.util.List;

/**
 * Arguments: the target whose service fails after so many calls, the number of calls, the standby,
 * whether the process is primed before its first call.
 */
final class FirstFailoverProcess {
  static final String FIRST = "first";
  static final String WARM = "warm";

  private static final int WARM_CALLS = 20;

  private FirstFailoverProcess() {}

  public static void main(String[] args) throws Exception {
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, System.getenv())) {
      if (Boolean.parseBoolean(args[3])) {
        runtime.priming().prime(Priming.HTTP);
      }
      Prompt prompt = Prompt.answeredBy(8);
      Caller chat = new TrefoilCaller(runtime.http(), args[0], List.of(args[2]), prompt, false);
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        chat.call();
      }
      time(FIRST, chat);
      Caller standby = new TrefoilCaller(runtime.http(), args[2], prompt, false);
      for (int i = 0; i < WARM_CALLS; i++) {
        time(WARM, standby);
      }
    }
  }

  private static void time(String name, Caller caller) throws Exception {
    long start = System.nanoTime();
    caller.call();
    Figures.print(name, (System.nanoTime() - start) / 1e6);
  }
}
