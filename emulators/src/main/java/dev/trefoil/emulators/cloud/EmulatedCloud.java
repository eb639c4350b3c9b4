// Everything that a run needs of the three clouds, started and ended together.
package dev.trefoil.emulators.cloud;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.AnthropicEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.azure.FoundryEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import dev.trefoil.emulators.guardrails.GuardrailServer;
import dev.trefoil.emulators.identity.SecretText;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.emulators.vertex.VertexEmulator;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Model services by name, the token services whose credentials they accept, keys for those that
 * take keys, and the TLS identity of those that need one.
 */
public final class EmulatedCloud implements AutoCloseable {

  private final LoopbackTls tls;
  private final EmulatedIdentities identities;
  private final Map<String, ModelEmulator> models;
  private final Map<String, GuardrailServer> checks;
  private final Map<String, String> apiKeys;

  private EmulatedCloud(
      LoopbackTls tls,
      EmulatedIdentities identities,
      Map<String, ModelEmulator> models,
      Map<String, GuardrailServer> checks,
      Map<String, String> apiKeys) {
    this.tls = tls;
    this.identities = identities;
    this.models = Collections.unmodifiableMap(models);
    this.checks = Collections.unmodifiableMap(checks);
    this.apiKeys = Map.copyOf(apiKeys);
  }

  /**
   * Starts the token services and a model service for each entry, each on any free port.
   *
   * @param services names under {@code services} in trefoil.yaml to their kinds; may be empty
   */
  public static EmulatedCloud start(Map<String, ServiceKind> services) {
    return start(services, Map.of());
  }

  /**
   * The same with guardrail services.
   *
   * @param guardrails names under {@code guardrails.checks} to their kinds
   */
  public static EmulatedCloud start(
      Map<String, ServiceKind> services, Map<String, GuardrailKind> guardrails) {
    LoopbackTls tls = LoopbackTls.create();
    EmulatedIdentities identities = EmulatedIdentities.start(tls, Clock.systemUTC());
    Map<String, String> apiKeys = new LinkedHashMap<>();
    services.forEach((name, kind) -> apiKey(kind).ifPresent(key -> apiKeys.put(name, key)));
    Map<String, ModelEmulator> models = new LinkedHashMap<>();
    services.forEach(
        (name, kind) ->
            models.put(
                name,
                switch (kind) {
                  case BEDROCK -> BedrockEmulator.start(name, identities.bedrockKeys());
                  case BEDROCK_MANTLE -> MantleEmulator.start(name, identities.bedrockKeys());
                  case AZURE_OPENAI ->
                      AzureOpenAiEmulator.start(name, identities.azureOpenAiTokens());
                  case FOUNDRY -> FoundryEmulator.start(name, identities.foundryTokens());
                  case VERTEX -> VertexEmulator.start(name, identities.vertexTokens(), tls);
                  case OPENAI -> OpenAiEmulator.start(name, apiKeys.get(name));
                  case ANTHROPIC -> AnthropicEmulator.start(name, apiKeys.get(name));
                }));
    Map<String, GuardrailServer> checks = new LinkedHashMap<>();
    guardrails.forEach((name, kind) -> checks.put(name, kind.start(identities)));
    return new EmulatedCloud(tls, identities, models, checks, apiKeys);
  }

  /** All model services by name, in the order in which they were asked for. */
  public Map<String, ModelEmulator> models() {
    return models;
  }

  /** The model service of this name. */
  public Optional<ModelEmulator> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** All guardrail services by the names of their checks. */
  public Map<String, GuardrailServer> checks() {
    return checks;
  }

  /** The key that opens the model service of this name; absent where identities do. */
  public Optional<String> apiKey(String name) {
    return Optional.ofNullable(apiKeys.get(name));
  }

  /** The token services, and the trust between the clouds. */
  public EmulatedIdentities identities() {
    return identities;
  }

  /** The TLS identity, and what a client needs to trust it. */
  public LoopbackTls tls() {
    return tls;
  }

  /** The environment variables of all three identity endpoints together. */
  public Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    for (HostCloud host : HostCloud.values()) {
      all.putAll(identities.environment(host));
    }
    return all;
  }

  /** Ends everything. */
  @Override
  public void close() {
    models.values().forEach(ModelEmulator::close);
    checks.values().forEach(GuardrailServer::close);
    identities.close();
    tls.close();
  }

  private static Optional<String> apiKey(ServiceKind kind) {
    return switch (kind) {
      case BEDROCK, BEDROCK_MANTLE, AZURE_OPENAI, FOUNDRY, VERTEX -> Optional.empty();
      case OPENAI -> Optional.of("sk-" + SecretText.base64(32));
      case ANTHROPIC -> Optional.of("sk-ant-api03-" + SecretText.base64(32));
    };
  }
}
