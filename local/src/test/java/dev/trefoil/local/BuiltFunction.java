package dev.trefoil.local;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.azure.AzureHost;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.gcp.CloudRunHost;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One built function on its runtime, without the rest of the clouds. */
final class BuiltFunction {
  private static final BuildOutputs BUILD = new BuildOutputs(RunningClouds.home());

  private BuiltFunction() {}

  /**
   * Starts a cloud's HTTP function.
   *
   * @param config the text of its configuration
   * @param iamCaller who calls, where the cloud is AWS
   * @param more of its environment
   * @param folder an empty one, for its logs and as its home
   */
  static FunctionHost start(
      String cloud,
      String config,
      Optional<String> iamCaller,
      Map<String, String> more,
      Path folder)
      throws IOException, InterruptedException {
    Map<String, String> environment = environment(config, more, folder);
    ChildLogs logs = new ChildLogs(folder, Optional.empty());
    int port = FreePort.pick();
    FunctionHost host =
        switch (cloud) {
          case "aws" ->
              LambdaHost.start(
                  "aws",
                  port,
                  iamCaller.map(LambdaSettings.DEFAULT::calledBy).orElse(LambdaSettings.DEFAULT),
                  BUILD.lambdaFunction(),
                  ClassPaths.jarsIn(BUILD.lambdaRuntime()),
                  List.of(),
                  environment,
                  logs);
          case "azure" ->
              ServerHost.start(
                  cloud,
                  port,
                  () ->
                      AzureHost.start(
                          port,
                          BUILD.azureApp(),
                          Functions.QUICK_TO_START,
                          environment,
                          Duration.ofSeconds(600),
                          logs));
          default ->
              gcp(CloudRunHost.Signature.HTTP, "dev.trefoil.gcp.HttpEndpoint", environment, logs);
        };
    host.awaitReady("/health");
    return host;
  }

  /** Starts the function that takes Google Cloud's events. */
  static ServerHost startGcpJobs(String config, Map<String, String> more, Path folder)
      throws IOException, InterruptedException {
    ServerHost host =
        gcp(
            CloudRunHost.Signature.CLOUDEVENT,
            "dev.trefoil.gcp.JobEvents",
            environment(config, more, folder),
            new ChildLogs(folder, Optional.empty()));
    host.awaitListening();
    return host;
  }

  private static ServerHost gcp(
      CloudRunHost.Signature signature,
      String target,
      Map<String, String> environment,
      ChildLogs logs)
      throws IOException {
    int port = FreePort.pick();
    return ServerHost.start(
        "gcp",
        port,
        () ->
            CloudRunHost.start(
                "gcp",
                port,
                signature,
                target,
                BUILD.gcpFunction(),
                ClassPaths.jarsIn(BUILD.gcpRuntime()),
                Functions.QUICK_TO_START,
                environment,
                logs));
  }

  private static Map<String, String> environment(
      String config, Map<String, String> more, Path folder) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put(TrefoilConfig.VARIABLE, config);
    environment.put("HOME", folder.toString());
    return environment;
  }

  /** All lines that it has written. */
  static List<String> log(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
