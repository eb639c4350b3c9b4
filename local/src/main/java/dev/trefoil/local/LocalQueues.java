// The clouds' queues, as far as this machine has what they need, and how they feed the functions.
package dev.trefoil.local;

import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.google.IamCredentialsEmulator;
import dev.trefoil.emulators.identity.google.ServiceAccountKeys;
import dev.trefoil.emulators.store.ObjectStoreEmulator;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.queue.AwsQueues;
import dev.trefoil.local.queue.AzureQueues;
import dev.trefoil.local.queue.CloudQueues;
import dev.trefoil.local.queue.Eventarc;
import dev.trefoil.local.queue.GcpQueues;
import dev.trefoil.local.queue.SqsMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The queues that run; none where the configuration does not ask for them. */
public final class LocalQueues {
  static final String AWS_JOBS = "aws-jobs";
  static final String GCP_JOBS = "gcp-jobs";

  /** Batches of SQS that are under way at once, each in a process. */
  static final int BATCHES = 3;

  private final Map<String, CloudQueues> clouds;
  private List<FunctionHost> workers = List.of();

  private LocalQueues(List<CloudQueues> clouds) {
    this.clouds =
        clouds.stream().collect(Collectors.toMap(CloudQueues::cloud, Function.identity()));
  }

  /** Starts what can be started; says in one line each what cannot, and why. */
  static LocalQueues start(
      LocalClouds.Options options, EmulatedCloud emulators, ChildLogs logs, Parts parts)
      throws IOException, InterruptedException {
    List<CloudQueues> clouds = new ArrayList<>();
    if (options.config().emulatesJobs()) {
      Duration lease = options.config().lease();
      BuildOutputs build = new BuildOutputs(options.home());
      Path home = options.home();
      ServiceAccountKeys googleKeys = new ServiceAccountKeys();
      ObjectStoreEmulator objects =
          parts.add(
              ObjectStoreEmulator.start(
                  emulators.identities().bedrockKeys(), googleKeys, Set.of("trefoil-jobs")));
      clouds.add(
          parts.add(
              AwsQueues.start(
                  build.awsEmulatorClasses(),
                  build.awsEmulatorLibraries(),
                  emulators.identities().bedrockKeys(),
                  objects.url(),
                  lease,
                  logs)));
      if (isThere("azure", AzureQueues.missing(home))) {
        clouds.add(parts.add(AzureQueues.start(home, emulators, logs)));
      }
      if (isThere("gcp", GcpQueues.missing())) {
        IamCredentialsEmulator iam =
            parts.add(
                IamCredentialsEmulator.start(
                    emulators.identities().googleTokenCreators(), googleKeys));
        clouds.add(parts.add(GcpQueues.start(objects.url(), iam.url(), lease, logs)));
      }
    }
    return new LocalQueues(clouds);
  }

  private static boolean isThere(String cloud, Optional<String> missing) {
    missing.ifPresent(why -> System.err.println(cloud + " has no jobs here: " + why));
    return missing.isEmpty();
  }

  /** Whether a cloud's queues run. */
  public boolean has(String cloud) {
    return clouds.containsKey(cloud);
  }

  /** A cloud's queues, which run. */
  public CloudQueues of(String cloud) {
    return clouds.get(cloud);
  }

  /** The functions that take jobs and nothing else; Azure's takes them beside HTTP. */
  public List<FunctionHost> workers() {
    return workers;
  }

  Map<String, Map<String, Object>> places() {
    return clouds.values().stream()
        .collect(Collectors.toMap(CloudQueues::cloud, CloudQueues::places));
  }

  /** What functions of a cloud find its queues by; nothing where it has none. */
  Map<String, String> environment(HostCloud cloud) {
    return Optional.ofNullable(clouds.get(cloud.name().toLowerCase(Locale.ROOT)))
        .map(CloudQueues::environment)
        .orElse(Map.of());
  }

  void awaitReady() throws IOException, InterruptedException {
    for (CloudQueues cloud : clouds.values()) {
      cloud.awaitReady();
    }
  }

  /** What containers receive from, where that is not the queue itself. */
  void makeSubscriptions() throws IOException, InterruptedException {
    if (has("gcp")) {
      ((GcpQueues) of("gcp")).subscribeWorkers();
    }
  }

  /** Waits for the functions that take jobs, and begins to bring them messages. */
  void feed(List<FunctionHost> hosts, Parts parts) throws IOException, InterruptedException {
    workers = List.copyOf(hosts);
    for (FunctionHost host : hosts) {
      switch (host) {
        case LambdaHost lambda -> {
          lambda.awaitProcess();
          AwsQueues queues = (AwsQueues) of("aws");
          parts.add(SqsMapping.start(queues, "jobs", lambda, BATCHES));
          parts.add(SqsMapping.start(queues, "jobs.fifo", lambda, 1));
        }
        case ServerHost server -> {
          server.awaitListening();
          parts.add(Eventarc.start((GcpQueues) of("gcp"), server.port()));
        }
        default -> throw new IllegalStateException(host.name() + " takes no jobs");
      }
    }
  }
}
