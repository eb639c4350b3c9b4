// The Azure child's program: the Functions host and its Java worker in one, since Core Tools cannot
// be had as a package. What it does where they leave a choice is documented in docs/local.md.
package dev.trefoil.local.azure.worker;

import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;

/** Serves the HTTP functions of one staged app, and feeds those that have a queue. */
public final class AzureWorker {
  private AzureWorker() {}

  /**
   * @param args the app's folder, the port, and for how many seconds a message stays hidden whose
   *     worker has died
   */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    FunctionApp app = FunctionApp.load(Path.of(args[0]), System.getenv());
    LoopbackServer.start(Integer.parseInt(args[1]), new HttpTriggers(app)::answer);
    for (QueueFunction function : app.queueFunctions()) {
      new QueueTriggers(app, function, System.getenv(), Integer.parseInt(args[2])).start();
    }
  }
}
