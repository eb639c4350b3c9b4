package dev.trefoil.aws;

import dev.trefoil.runtime.TrefoilRuntime;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * SnapStart: tells the runtime when Lambda takes a snapshot of the process, and when the process
 * goes on from one.
 */
final class Snapshots implements Resource {
  private final TrefoilRuntime runtime;

  private Snapshots(TrefoilRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Makes them known to Lambda where a snapshot is going to be taken; elsewhere the first call
   * comes next.
   *
   * @return to be kept: Lambda's context holds it weakly
   */
  static Snapshots watch(TrefoilRuntime runtime, Map<String, String> env) {
    Snapshots snapshots = new Snapshots(runtime);
    if ("snap-start".equals(env.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
      Core.getGlobalContext().register(snapshots);
    } else {
      runtime.beforeFirstCall();
    }
    return snapshots;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    runtime.beforeSnapshot();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    runtime.afterRestore();
  }
}
