package dev.trefoil.aws;

import dev.trefoil.log.JsonLines;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.util.Map;

/** Starts the runtime in Lambda's init phase. */
final class WarmRuntime {
  private WarmRuntime() {}

  static TrefoilRuntime start(Map<String, String> env) {
    JsonLines.install(Cloud.AWS);
    return TrefoilRuntime.start(Cloud.AWS, env);
  }
}
