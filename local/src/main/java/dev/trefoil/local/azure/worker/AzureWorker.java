// The Azure child's program: the Functions host and its Java worker in one, since Core Tools cannot
// be had as a package. What it does where they leave a choice is documented in docs/local.md.
package dev.trefoil.local.azure.worker;

import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves the HTTP functions of one staged app, and feeds those that have a queue. */
public final class AzureWorker {
  /** "Request size limit" of HTTP triggers: DefaultMaxRequestBodySize of azure-functions-host. */
  private static final int MAX_BODY_BYTES = 100 * 1024 * 1024;

  private AzureWorker() {}

  /**
   * @param args the app's folder, the port, and for how many seconds a message stays hidden whose
   *     worker has died
   */
  public static void main(String[] args)
      throws IOException, NoSuchMethodException, InterruptedException {
    FunctionApp app = FunctionApp.load(Path.of(args[0]), System.getenv());
    HttpServer.start(Integer.parseInt(args[1]), MAX_BODY_BYTES, new HttpTriggers(app)::answer);
    for (QueueFunction function : app.queueFunctions()) {
      if (function.loaded() instanceof Loaded.Ready ready) {
        new QueueTriggers(
                function, ready, app.queueOptions(), System.getenv(), Integer.parseInt(args[2]))
            .start();
      }
    }
    // The server's threads keep no JVM alive.
    new CountDownLatch(1).await();
  }
}
