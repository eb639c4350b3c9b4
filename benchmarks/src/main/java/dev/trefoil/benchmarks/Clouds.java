// The emulated clouds that both sides of a comparison call.
package dev.trefoil.benchmarks;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.EmulatedTrust;
import dev.trefoil.local.FunctionEnvironment;
import dev.trefoil.local.LocalConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The model services and identities of {@code ./trefoil up}, in this process, which is never
 * measured itself. A function gets the bundled configuration, without jobs.
 */
public final class Clouds implements AutoCloseable {
  private final EmulatedCloud emulators;
  private final LocalConfig config;
  private final Path userHome;

  private Clouds(EmulatedCloud emulators, LocalConfig config, Path userHome) {
    this.emulators = emulators;
    this.config = config;
    this.userHome = userHome;
  }

  public static Clouds start(BenchmarkContext context) throws IOException {
    LocalConfig config = LocalConfig.of(LocalConfig.bundled(), Map.of());
    return new Clouds(EmulatedCloud.start(config.emulated()), config, context.folder("home"));
  }

  /** Where a model service listens. */
  public URI endpoint(String service) {
    return emulators.models().get(service).endpoint();
  }

  /** The key that a service takes which takes keys. */
  public String apiKey(String service) {
    return emulators.apiKey(service).orElseThrow();
  }

  /** Of a model service: faults, pace, journal. */
  public ModelEmulator model(String service) {
    return emulators.models().get(service);
  }

  /** What a function on this cloud finds in its environment. */
  public Map<String, String> environment(HostCloud host) {
    Map<String, String> keys =
        emulators.models().keySet().stream()
            .filter(service -> emulators.apiKey(service).isPresent())
            .collect(Collectors.toMap(Clouds::keyVariable, s -> emulators.apiKey(s).orElseThrow()));
    String yaml =
        config.forFunctions(
            emulators.models().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, model -> model.getValue().endpoint())),
            emulators.models().keySet().stream()
                .filter(service -> emulators.apiKey(service).isPresent())
                .collect(Collectors.toMap(service -> service, Clouds::keyVariable)),
            EmulatedTrust.names(emulators.identities().trust()),
            Map.of());
    return FunctionEnvironment.of(host, yaml, keys, emulators.identities(), userHome);
  }

  /** What a JVM needs to trust the services that speak TLS. */
  public List<String> jvmFlags() {
    return emulators.tls().jvmOptions();
  }

  private static String keyVariable(String service) {
    return "KEY_OF_" + service.toUpperCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {
    emulators.close();
  }
}
