// Azure on this machine: starts the worker that plays the Functions host and its Java worker.
package dev.trefoil.local.azure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.local.azure.worker.AzureWorker;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The function as an Azure function. */
public final class AzureHost {
  private AzureHost() {}

  /**
   * Starts the worker.
   *
   * @param app the folder that azure-functions-maven-plugin staged
   * @param jvmFlags more flags for the function's JVM
   * @param environment what every function process gets
   * @param hidden how long a queue's message stays hidden whose worker has died
   */
  public static Child start(
      int port,
      Path app,
      List<String> jvmFlags,
      Map<String, String> environment,
      Duration hidden,
      ChildLogs logs)
      throws IOException {
    List<String> flags = new ArrayList<>(jvmFlags);
    flags.add("--enable-native-access=ALL-UNNAMED");
    ChildSpec spec =
        new ChildSpec(
                "azure",
                app,
                flags,
                ClassPaths.of(
                    AzureWorker.class,
                    HttpServer.class,
                    ObjectMapper.class,
                    JsonParser.class,
                    JsonInclude.class,
                    HttpRequestMessage.class,
                    HttpTrigger.class,
                    FunctionInstanceInjector.class),
                List.of(
                    AzureWorker.class.getName(),
                    app.toAbsolutePath().toString(),
                    String.valueOf(port),
                    String.valueOf(hidden.toSeconds())),
                environment)
            .with(variables(port, app));
    return Child.start(spec, logs);
  }

  /** Source: "App settings reference for Azure Functions" and App Service's own variables. */
  private static Map<String, String> variables(int port, Path app) {
    return Map.of(
        "FUNCTIONS_WORKER_RUNTIME", "java",
        "FUNCTIONS_EXTENSION_VERSION", "~4",
        "AzureWebJobsScriptRoot", app.toAbsolutePath().toString(),
        "WEBSITE_SITE_NAME", "trefoil",
        "WEBSITE_HOSTNAME", "127.0.0.1:" + port,
        "WEBSITE_INSTANCE_ID", "local",
        "REGION_NAME", "East US");
  }
}
