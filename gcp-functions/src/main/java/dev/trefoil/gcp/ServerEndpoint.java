package dev.trefoil.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.trefoil.gcp.training.TrainingRun;
import dev.trefoil.job.QueueWorkers;
import dev.trefoil.runtime.TrefoilRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP function in a container, on any cloud: where the configuration says so it takes jobs
 * from the queue besides. A container is told to end, and ends those that it has begun first.
 */
public final class ServerEndpoint implements HttpFunction {
  /** What is left of the 30 s that Kubernetes, Fargate and Container Apps wait at least. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /**
   * What says that it is none: a function of Lambda or Azure, which is frozen between calls, or the
   * run that a cache is made from.
   */
  private static final Set<String> NO_CONTAINER =
      Set.of("AWS_LAMBDA_FUNCTION_NAME", "FUNCTIONS_CUSTOMHANDLER_PORT", TrainingRun.TRAINING);

  private final HttpEndpoint http;

  /** Made before the server listens. */
  public ServerEndpoint() {
    Surroundings surroundings = WarmRuntime.surroundings();
    TrefoilRuntime runtime = WarmRuntime.start(surroundings.host());
    if (NO_CONTAINER.stream().noneMatch(System.getenv()::containsKey)) {
      Optional<QueueWorkers> workers = runtime.startWorkers();
      if (workers.isPresent()) { // A method reference would load the class where there are none.
        endFirst(workers.get());
      }
    }
    http = new HttpEndpoint(surroundings.time(), runtime.http());
  }

  private static void endFirst(QueueWorkers workers) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(workers), "trefoil-drain"));
  }

  private static void end(QueueWorkers workers) {
    try {
      var unused = workers.end(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    http.service(request, response);
  }
}
