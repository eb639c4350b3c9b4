// The functions' processes: three that answer HTTP, and those that take jobs from queues.
package dev.trefoil.local;

import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.azure.AzureHost;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.gcp.CloudRunHost;
import dev.trefoil.local.gcp.CloudRunHost.Signature;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.queue.FreePort;
import dev.trefoil.local.server.ServerFormHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Starts functions. Their processes start at the same time: only {@code awaitReady} waits for them.
 * Those that are no Lambda functions have the same compiler and collector as these: no process
 * lives long enough on one machine for the others to pay for their start.
 *
 * @param flags for each function's JVM
 * @param environment what each process of a cloud's functions gets
 * @param lambda how the HTTP function on AWS is configured
 * @param lease how long a worker has for a job
 */
record Functions(
    BuildOutputs build,
    List<String> flags,
    Function<HostCloud, Map<String, String>> environment,
    LambdaSettings lambda,
    Duration lease,
    ChildLogs logs) {
  static final List<String> QUICK_TO_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String GCP_HTTP = "dev.trefoil.gcp.HttpEndpoint";
  private static final String GCP_JOBS = "dev.trefoil.gcp.JobEvents";
  private static final LambdaSettings AWS_JOBS =
      new LambdaSettings(
          "dev.trefoil.aws.JobLambda",
          1024,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          LocalQueues.BATCHES);

  /** The three that answer HTTP; the one of Azure takes jobs as well. */
  List<FunctionHost> startHttp(Ports ports, Parts parts) throws IOException {
    List<FunctionHost> hosts = new ArrayList<>();
    hosts.add(parts.add(lambda("aws", ports.aws(), lambda)));
    hosts.add(parts.add(azure(ports.azure())));
    hosts.add(parts.add(cloudRun("gcp", ports.gcp(), Signature.HTTP, GCP_HTTP)));
    return hosts;
  }

  /** The three as servers of their own. */
  List<FunctionHost> startContainers(Ports ports, Parts parts) throws IOException {
    List<FunctionHost> hosts = new ArrayList<>();
    hosts.add(parts.add(container(HostCloud.AWS, ports.aws())));
    hosts.add(parts.add(container(HostCloud.AZURE, ports.azure())));
    hosts.add(parts.add(container(HostCloud.GCP, ports.gcp())));
    return hosts;
  }

  private ServerHost container(HostCloud cloud, int port) throws IOException {
    Map<String, String> variables = environment.apply(cloud);
    return ServerHost.start(
        cloud.name().toLowerCase(Locale.ROOT),
        port,
        () -> ServerFormHost.start(cloud, port, build.container(), quick(), variables, logs));
  }

  /** One for each cloud whose jobs have a function of their own. */
  List<FunctionHost> startJobs(LocalQueues queues, Parts parts) throws IOException {
    List<FunctionHost> hosts = new ArrayList<>();
    if (queues.has("aws")) {
      hosts.add(parts.add(lambda(LocalQueues.AWS_JOBS, 0, AWS_JOBS)));
    }
    if (queues.has("gcp")) {
      hosts.add(
          parts.add(
              cloudRun(LocalQueues.GCP_JOBS, FreePort.pick(), Signature.CLOUDEVENT, GCP_JOBS)));
    }
    return hosts;
  }

  /** The app of Azure's functions. */
  ServerHost azure(int port) throws IOException {
    Map<String, String> azure = environment.apply(HostCloud.AZURE);
    return ServerHost.start(
        "azure", port, () -> AzureHost.start(port, build.azureApp(), quick(), azure, lease, logs));
  }

  /** A function of Lambda; of any other kind than the one that answers HTTP, port 0 will do. */
  LambdaHost lambda(String name, int port, LambdaSettings settings) throws IOException {
    return LambdaHost.start(
        name,
        port,
        settings,
        build.lambdaFunction(),
        ClassPaths.jarsIn(build.lambdaRuntime()),
        flags,
        environment.apply(HostCloud.AWS),
        logs);
  }

  /** A function of Cloud Run. */
  ServerHost cloudRun(String name, int port, Signature signature, String target)
      throws IOException {
    Map<String, String> gcp = environment.apply(HostCloud.GCP);
    return ServerHost.start(
        name,
        port,
        () ->
            CloudRunHost.start(
                name,
                port,
                signature,
                target,
                build.gcpFunction(),
                ClassPaths.jarsIn(build.gcpRuntime()),
                quick(),
                gcp,
                logs));
  }

  private List<String> quick() {
    return Stream.concat(QUICK_TO_START.stream(), flags.stream()).toList();
  }
}
