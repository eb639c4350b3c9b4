package dev.trefoil.aws;

import dev.trefoil.runtime.Priming.Door;
import dev.trefoil.runtime.TrefoilRuntime;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * When Lambda has time for what prepares calls. Before it takes a snapshot of the process, with
 * provisioned concurrency and on managed instances, nobody waits; in a process that is started for
 * a call the caller does, so that all comes with the call itself, and what stands in for Bedrock
 * after it.
 */
final class Snapshots implements Resource {
  private final TrefoilRuntime runtime;
  private final Door door;

  private Snapshots(TrefoilRuntime runtime, Door door) {
    this.runtime = runtime;
    this.door = door;
  }

  /**
   * Makes them known to Lambda where a snapshot is going to be taken; elsewhere the first call
   * comes next.
   *
   * @param door by which rehearsed calls come
   * @return to be kept: Lambda's context holds it weakly
   */
  static Snapshots watch(TrefoilRuntime runtime, Door door, Map<String, String> env) {
    Snapshots snapshots = new Snapshots(runtime, door);
    switch (env.getOrDefault("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")) {
      case "snap-start" -> Core.getGlobalContext().register(snapshots);
      case "provisioned-concurrency", "lambda-managed-instances" -> {
        runtime.priming().prime(door);
        runtime.beforeFirstCall();
      }
      default -> runtime.beforeFirstCall();
    }
    return snapshots;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    runtime.priming().prime(door);
    runtime.beforeSnapshot();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    runtime.afterRestore();
  }
}
