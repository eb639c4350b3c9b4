package dev.trefoil.gcp;

import dev.trefoil.log.JsonLines;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.Surroundings;
import dev.trefoil.runtime.TrefoilRuntime;
import java.util.Map;

/** Starts the runtime, ready for its first call, before the framework's server listens. */
final class WarmRuntime {
  private WarmRuntime() {}

  /** Where it runs; whatever is said from here on, of a wrong variable too, is a line of JSON. */
  static Surroundings surroundings() {
    Map<String, String> env = System.getenv();
    JsonLines.install(Surroundings.host(env));
    return Surroundings.of(env);
  }

  static TrefoilRuntime start(Cloud host) {
    TrefoilRuntime runtime = TrefoilRuntime.start(host, System.getenv());
    runtime.priming().primeInSpareTime(Priming.HTTP);
    runtime.beforeFirstCall();
    return runtime;
  }
}
