// The three clouds on one machine: emulators, hosts and switchboard, started and ended together.
package dev.trefoil.local;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.aws.LambdaHost;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.azure.AzureHost;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.gcp.CloudRunHost;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.switchboard.Switchboard;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A running set of clouds. */
public final class LocalClouds implements AutoCloseable {
  private static final String GCP_TARGET = "dev.trefoil.gcp.HttpEndpoint";

  private final Ports ports;
  private final EmulatedCloud emulators;
  private final List<FunctionHost> hosts;
  private final Parts parts;

  private LocalClouds(Ports ports, EmulatedCloud emulators, List<FunctionHost> hosts, Parts parts) {
    this.ports = ports;
    this.emulators = emulators;
    this.hosts = List.copyOf(hosts);
    this.parts = parts;
  }

  /**
   * What is to run.
   *
   * @param home the repository's top folder, built
   * @param shown where the functions' output is shown, beside the files that it goes to
   * @param lambda how the function on AWS is configured
   */
  public record Options(
      Ports ports,
      LocalConfig config,
      Path home,
      Optional<PrintStream> shown,
      LambdaSettings lambda) {

    /** With Lambda's local defaults. */
    public Options(Ports ports, LocalConfig config, Path home, Optional<PrintStream> shown) {
      this(ports, config, home, shown, LambdaSettings.DEFAULT);
    }
  }

  /**
   * Starts everything and waits until every host answers.
   *
   * @throws IOException in a person's words: a port that is taken, an output of the build that is
   *     missing, a function that ended, with its last lines
   */
  public static LocalClouds start(Options options) throws IOException, InterruptedException {
    Parts parts = new Parts();
    try {
      return start(options, parts);
    } catch (IOException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static LocalClouds start(Options options, Parts parts)
      throws IOException, InterruptedException {
    Ports ports = options.ports();
    ports.requireFree();
    EmulatedCloud emulators = parts.add(EmulatedCloud.start(options.config().emulated()));
    List<FunctionHost> hosts = startHosts(options, emulators, parts);
    parts.add(
        Switchboard.start(
            ports.switchboard(), options.config().read().services().keySet(), emulators, hosts));
    for (FunctionHost host : hosts) {
      host.awaitReady("/health");
    }
    return new LocalClouds(ports, emulators, hosts, parts);
  }

  /** Their processes start at the same time: only {@code awaitReady} waits for them. */
  private static List<FunctionHost> startHosts(
      Options options, EmulatedCloud emulators, Parts parts) throws IOException {
    Ports ports = options.ports();
    BuildOutputs build = new BuildOutputs(options.home());
    Path run = options.home().resolve("target/up/" + ports.switchboard());
    Path userHome = Files.createDirectories(run.resolve("home"));
    ChildLogs logs = ChildLogs.in(run, options.shown());
    List<String> flags = new ArrayList<>(emulators.tls().jvmOptions());
    flags.add("-Duser.home=" + userHome);
    EmulatedKeys emulatedKeys = EmulatedKeys.of(emulators);
    Map<String, String> keys = new LinkedHashMap<>(options.config().keys());
    keys.putAll(emulatedKeys.environment());
    String config =
        options
            .config()
            .forFunctions(
                endpoints(emulators),
                emulatedKeys.variables(),
                EmulatedTrust.names(emulators.identities().trust()));
    Function<HostCloud, Map<String, String>> environment =
        cloud -> FunctionEnvironment.of(cloud, config, keys, emulators.identities(), userHome);
    List<FunctionHost> hosts = new ArrayList<>();
    hosts.add(
        parts.add(
            LambdaHost.start(
                ports.aws(),
                options.lambda(),
                build.lambdaFunction(),
                ClassPaths.jarsIn(build.lambdaRuntime()),
                flags,
                environment.apply(HostCloud.AWS),
                logs)));
    Map<String, String> azure = environment.apply(HostCloud.AZURE);
    hosts.add(
        parts.add(
            ServerHost.start(
                "azure",
                ports.azure(),
                () -> AzureHost.start(ports.azure(), build.azureApp(), flags, azure, logs))));
    Map<String, String> gcp = environment.apply(HostCloud.GCP);
    hosts.add(
        parts.add(
            ServerHost.start(
                "gcp",
                ports.gcp(),
                () ->
                    CloudRunHost.start(
                        ports.gcp(),
                        GCP_TARGET,
                        build.gcpFunction(),
                        ClassPaths.jarsIn(build.gcpRuntime()),
                        flags,
                        gcp,
                        logs))));
    return hosts;
  }

  private static Map<String, URI> endpoints(EmulatedCloud emulators) {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (ModelEmulator model : emulators.models().values()) {
      endpoints.put(model.service(), model.endpoint());
    }
    return endpoints;
  }

  public Ports ports() {
    return ports;
  }

  /** The model services and identity endpoints. */
  public EmulatedCloud emulators() {
    return emulators;
  }

  /** The three hosts: aws, azure, gcp. */
  public List<FunctionHost> hosts() {
    return hosts;
  }

  @Override
  public void close() {
    parts.close();
  }
}
