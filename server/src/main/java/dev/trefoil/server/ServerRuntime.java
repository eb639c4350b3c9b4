package dev.trefoil.server;

import dev.trefoil.job.QueueWorkers;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import dev.trefoil.server.training.TrainingRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The runtime of a container, on any cloud: where the configuration says so it takes jobs from the
 * queue besides. A container is told to end, and ends those that it has begun first.
 */
final class ServerRuntime {
  /**
   * What says that it is none: a function of Lambda or Azure, which is frozen between calls, or the
   * run that a cache is made from.
   */
  private static final Set<String> NO_CONTAINER =
      Set.of("AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_CUSTOMHANDLER_PORT", TrainingRun.TRAINING);

  private ServerRuntime() {}

  /**
   * Starts it, ready for its first call.
   *
   * @param settings of its server, which rehearsed calls pass, and of how long jobs that have begun
   *     have to end when the process is told to
   */
  static TrefoilRuntime start(Cloud host, Map<String, String> env, ServerSettings settings) {
    TrefoilRuntime runtime = TrefoilRuntime.start(host, env);
    Priming.Door door = new RehearsedServer(settings);
    if (env.containsKey(TrainingRun.TRAINING)) {
      runtime.priming().rehearseAll(door);
    } else {
      if (host == Cloud.AZURE) {
        runtime.priming().fetchAhead();
      }
      runtime.priming().primeInSpareTime(door);
    }
    runtime.beforeFirstCall();
    if (NO_CONTAINER.stream().noneMatch(env::containsKey)) {
      Optional<QueueWorkers> workers = runtime.startWorkers();
      if (workers.isPresent()) { // A method reference would load the class where there are none.
        endFirst(workers.get(), settings.drain(), runtime);
      }
    }
    return runtime;
  }

  private static void endFirst(QueueWorkers workers, Duration drain, TrefoilRuntime runtime) {
    Runnable drained = runtime.keepWhileDraining();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(workers, drain, runtime, drained), "trefoil-drain"));
  }

  private static void end(
      QueueWorkers workers, Duration drain, TrefoilRuntime runtime, Runnable drained) {
    try {
      var ended = workers.end(drain);
      var sent = runtime.flushAtTheEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drained.run();
    }
  }
}
