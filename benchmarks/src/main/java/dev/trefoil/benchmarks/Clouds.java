// The emulated clouds that both sides of a comparison call.
package dev.trefoil.benchmarks;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.local.EmulatedTrust;
import dev.trefoil.local.FunctionEnvironment;
import dev.trefoil.local.LocalConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The model services and identities of {@code ./trefoil up}, in this process, which is never
 * measured itself.
 */
public final class Clouds implements AutoCloseable {
  /** What every commit with a server can read, so that any two of them can be compared. */
  private static final String CONFIG =
      """
      auth: none
      frontDoorTimeoutMs: 29000
      services:
        bedrock:   {kind: bedrock, region: us-east-1, emulate: true}
        azure:     {kind: azure-openai, endpoint: "https://example.openai.azure.com", emulate: true}
        vertex_ai: {kind: vertex, project: my-project, location: global, emulate: true}
        openai:    {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:OPENAI_API_KEY", emulate: true}
        anthropic: {kind: anthropic, keyFrom: "env:ANTHROPIC_API_KEY", emulate: true}
      routes:
        chat:
          targets: [bedrock/us.anthropic.claude-sonnet-4-6, azure/gpt-5.4, vertex_ai/gemini-3.5-flash]
      """;

  private final EmulatedCloud emulators;
  private final LocalConfig config;
  private final Path userHome;
  private final Map<String, TlsFront> fronts = new HashMap<>();

  private Clouds(EmulatedCloud emulators, LocalConfig config, Path userHome) {
    this.emulators = emulators;
    this.config = config;
    this.userHome = userHome;
  }

  public static Clouds start(BenchmarkContext context) throws IOException {
    return start(context, LocalConfig.of(CONFIG, Map.of()));
  }

  /** The same with another configuration, of which every service is emulated. */
  public static Clouds start(BenchmarkContext context, LocalConfig config) throws IOException {
    return new Clouds(EmulatedCloud.start(config.emulated()), config, context.folder("home"));
  }

  /** The same with all services over the same TLS and HTTP/1.1. */
  public static Clouds startOverTls(BenchmarkContext context, LocalConfig config)
      throws IOException {
    Clouds clouds = start(context, config);
    for (Map.Entry<String, ModelEmulator> model : clouds.emulators.models().entrySet()) {
      clouds.fronts.put(
          model.getKey(), TlsFront.start(clouds.emulators.tls(), model.getValue().endpoint()));
    }
    return clouds;
  }

  /** Where a model service is called. */
  public URI endpoint(String service) {
    return fronts.containsKey(service)
        ? fronts.get(service).endpoint()
        : emulators.models().get(service).endpoint();
  }

  /** The key that a service takes which takes keys. */
  public String apiKey(String service) {
    return emulators.apiKey(service).orElseThrow();
  }

  /** Of a model service: faults, pace, journal. */
  public ModelEmulator model(String service) {
    return emulators.models().get(service);
  }

  /** What the token services were asked, and when. */
  public TokenLedger ledger() {
    return emulators.identities().ledger();
  }

  /** What a function on this cloud finds in its environment. */
  public Map<String, String> environment(HostCloud host) {
    Map<String, String> keys =
        emulators.models().keySet().stream()
            .filter(service -> emulators.apiKey(service).isPresent())
            .collect(Collectors.toMap(Clouds::keyVariable, s -> emulators.apiKey(s).orElseThrow()));
    String yaml =
        config.forFunctions(
            emulators.models().keySet().stream()
                .collect(Collectors.toMap(service -> service, this::endpoint)),
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
  public void close() throws IOException {
    for (TlsFront front : fronts.values()) {
      front.close();
    }
    emulators.close();
  }
}
