// `trefoil identity`: does every host reach every cloud's model service?
package dev.trefoil.local;

import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.local.pairs.PairCalls;
import dev.trefoil.local.pairs.PairTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a table of milliseconds: services of the three clouds down, hosts across. */
@Command(
    name = "identity",
    description = {
      "Calls the model services of each cloud from the function on each cloud, twice, and prints"
          + " what that took: FIRST / AGAIN ms. For the first call the function fetches a token,"
          + " unless it was primed: the bundled configuration leaves that out here.",
      "Starts the functions as `up` does, with every service that takes an identity, or with"
          + " --port calls those that run already.",
      "Exits with 0 when every call had its answer, 1 when one had not, 2 for wrong options."
    },
    mixinStandardHelpOptions = true)
final class IdentityCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The first port of a running `up`, started with the same configuration.")
  private Integer port;

  @Mixin private ConfigOption config;

  @Option(names = "--verbose", description = "Shows what the functions write.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Map<String, String> env = new HashMap<>(System.getenv());
      env.putIfAbsent("TREFOIL_PRIMING", "false");
      LocalConfig checked =
          LocalConfig.of(
              config.yaml(port == null ? LocalConfig::identities : LocalConfig::bundled), env);
      if (port != null) {
        return print(checked, ports(port));
      }
      LocalClouds clouds =
          LocalClouds.start(
              new LocalClouds.Options(
                  Ports.anyFree(),
                  checked,
                  UpCommand.home(),
                  verbose ? Optional.of(System.err) : Optional.empty()));
      Runtime.getRuntime().addShutdownHook(new Thread(clouds::close, "end"));
      try (clouds) {
        return print(checked, clouds.ports());
      }
    } catch (ConfigException e) {
      System.err.println(config.name() + e.getMessage());
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
    return 1;
  }

  private Ports ports(int first) {
    try {
      return Ports.startingAt(first);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static int print(LocalConfig config, Ports ports)
      throws IOException, InterruptedException {
    Map<String, String> targets = targets(config);
    if (targets.isEmpty()) {
      throw new IOException(
          "no route of the configuration has a target on one of the three clouds");
    }
    Map<String, Integer> hosts = new LinkedHashMap<>();
    hosts.put("aws", ports.aws());
    hosts.put("azure", ports.azure());
    hosts.put("gcp", ports.gcp());
    PairTable table = new PairTable(List.copyOf(hosts.keySet()));
    try (PairCalls calls = new PairCalls()) {
      for (Map.Entry<String, String> target : targets.entrySet()) {
        for (Map.Entry<String, Integer> host : hosts.entrySet()) {
          table.put(target.getKey(), host.getKey(), calls.call(host.getValue(), target.getValue()));
        }
      }
    }
    System.out.print(table.render());
    if (!table.isGreen()) {
      System.err.println("Why a call failed is in what the functions write: see --verbose.");
    }
    return table.isGreen() ? 0 : 1;
  }

  /** The first target in a route of each service that takes a cloud's identity. */
  private static Map<String, String> targets(LocalConfig config) {
    Map<String, String> targets = new LinkedHashMap<>();
    for (Map.Entry<String, ServiceConfig> service : config.read().services().entrySet()) {
      if (service.getValue().cloud().isPresent()) {
        config.read().routes().stream()
            .flatMap(route -> route.targets().stream())
            .filter(target -> target.startsWith(service.getKey() + "/") && !target.contains("{"))
            .findFirst()
            .ifPresent(target -> targets.put(service.getKey(), target));
      }
    }
    return targets;
  }
}
