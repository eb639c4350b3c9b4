// The three clouds on one machine: emulators, hosts and switchboard, started and ended together.
package dev.trefoil.local;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.weather.WeatherEmulator;
import dev.trefoil.local.aws.LambdaSettings;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.host.FunctionHost;
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

/** A running set of clouds. */
public final class LocalClouds implements AutoCloseable {
  private final Ports ports;
  private final Form form;
  private final EmulatedCloud emulators;
  private final List<FunctionHost> hosts;
  private final LocalQueues queues;
  private final Parts parts;

  private LocalClouds(
      Ports ports,
      Form form,
      EmulatedCloud emulators,
      List<FunctionHost> hosts,
      LocalQueues queues,
      Parts parts) {
    this.ports = ports;
    this.form = form;
    this.emulators = emulators;
    this.hosts = List.copyOf(hosts);
    this.queues = queues;
    this.parts = parts;
  }

  /**
   * What is to run.
   *
   * @param home the repository's top folder, built
   * @param shown where the functions' output is shown, beside the files that it goes to
   * @param lambda how the function on AWS is configured
   * @param form of what runs on each cloud
   */
  public record Options(
      Ports ports,
      LocalConfig config,
      Path home,
      Optional<PrintStream> shown,
      LambdaSettings lambda,
      Form form) {

    /** Functions, with Lambda's local defaults. */
    public Options(Ports ports, LocalConfig config, Path home, Optional<PrintStream> shown) {
      this(ports, config, home, shown, LambdaSettings.DEFAULT, Form.FUNCTIONS);
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
    EmulatedCloud emulators =
        parts.add(
            EmulatedCloud.start(options.config().emulated(), options.config().emulatedChecks()));
    EmulatedCapacity.buy(options.config().read(), emulators);
    Path run = options.home().resolve("target/up/" + ports.switchboard());
    ChildLogs logs = ChildLogs.in(run, options.shown());
    LocalQueues queues = LocalQueues.start(options, emulators, logs, parts);
    Functions functions =
        functions(
            options, played(options.config(), emulators, parts), emulators, queues, run, logs);
    boolean containers = options.form() == Form.CONTAINERS;
    if (containers) {
      // They look for their store and queue when they start.
      queues.awaitReady();
      queues.makeSubscriptions();
    }
    List<FunctionHost> hosts =
        containers ? functions.startContainers(ports, parts) : functions.startHttp(ports, parts);
    List<FunctionHost> jobHosts = containers ? List.of() : functions.startJobs(queues, parts);
    parts.add(
        Switchboard.start(
            ports.switchboard(), options.config().read().services().keySet(), emulators, hosts));
    if (!containers) {
      queues.awaitReady();
    }
    for (FunctionHost host : hosts) {
      host.awaitReady("/health");
    }
    queues.feed(jobHosts, parts);
    return new LocalClouds(ports, options.form(), emulators, hosts, queues, parts);
  }

  private static LocalConfig played(LocalConfig config, EmulatedCloud emulators, Parts parts) {
    Map<String, URI> checks = new LinkedHashMap<>();
    emulators.checks().forEach((name, check) -> checks.put(name, URI.create(check.url())));
    LocalConfig checked = checks.isEmpty() ? config : config.checking(checks);
    return checked.emulatedTools().isEmpty()
        ? checked
        : checked.playing(parts.add(WeatherEmulator.start()).endpoint());
  }

  private static Functions functions(
      Options options,
      LocalConfig settings,
      EmulatedCloud emulators,
      LocalQueues queues,
      Path run,
      ChildLogs logs)
      throws IOException {
    Path userHome = Files.createDirectories(run.resolve("home"));
    List<String> flags = new ArrayList<>(emulators.tls().jvmOptions());
    flags.add("-Duser.home=" + userHome);
    EmulatedKeys emulatedKeys = EmulatedKeys.of(emulators);
    Map<String, String> keys = new LinkedHashMap<>(options.config().keys());
    keys.putAll(emulatedKeys.environment());
    String config =
        settings.forFunctions(
            endpoints(emulators),
            emulatedKeys.variables(),
            EmulatedTrust.names(emulators.identities().trust()),
            queues.places());
    return new Functions(
        new BuildOutputs(options.home()),
        flags,
        cloud -> {
          Map<String, String> variables = new LinkedHashMap<>(keys);
          variables.putAll(queues.environment(cloud));
          return FunctionEnvironment.of(cloud, config, variables, emulators.identities(), userHome);
        },
        options.lambda(),
        options.config().lease(),
        logs);
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

  /** The form of what runs. */
  public Form form() {
    return form;
  }

  /** The three hosts: aws, azure, gcp. */
  public List<FunctionHost> hosts() {
    return hosts;
  }

  /** The host of a cloud by its name. */
  public FunctionHost host(String cloud) {
    return hosts.stream().filter(host -> host.name().equals(cloud)).findFirst().orElseThrow();
  }

  /** The queues of the clouds that have any here, by the cloud's name. */
  public LocalQueues queues() {
    return queues;
  }

  @Override
  public void close() {
    parts.close();
  }
}
