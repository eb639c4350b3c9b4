package dev.trefoil.gcp;

import dev.trefoil.gcp.training.TrainingRun;
import dev.trefoil.runtime.TrefoilRuntime;
import dev.trefoil.target.Cloud;
import java.util.Map;

/** Starts the runtime, ready for its first call, before the framework's server listens. */
final class WarmRuntime {
  private WarmRuntime() {}

  /** On another cloud there is none of what jobs are kept in here. */
  static TrefoilRuntime start(Cloud host) {
    Map<String, String> env = System.getenv();
    TrefoilRuntime runtime =
        host == Cloud.GCP
            ? TrefoilRuntime.start(host, env, GcpJobs.in(env))
            : TrefoilRuntime.startWithoutJobs(host, env);
    if (env.containsKey(TrainingRun.TRAINING)) {
      runtime.priming().rehearseAll();
    } else {
      runtime.priming().primeInSpareTime();
    }
    runtime.beforeFirstCall();
    return runtime;
  }
}
