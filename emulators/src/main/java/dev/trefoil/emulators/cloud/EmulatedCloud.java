// Everything that a run needs of the three clouds, started and ended together.
package dev.trefoil.emulators.cloud;

import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.AnthropicEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import dev.trefoil.emulators.identity.AzureIdentityEmulator;
import dev.trefoil.emulators.identity.GoogleMetadataEmulator;
import dev.trefoil.emulators.identity.SecretText;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.emulators.vertex.VertexEmulator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Model services by name, the three managed-identity endpoints whose credentials they accept, keys
 * for those that take keys, and the TLS identity of those that need one.
 */
public final class EmulatedCloud implements AutoCloseable {

  private final LoopbackTls tls;
  private final AwsContainerCredentialsEmulator aws;
  private final AzureIdentityEmulator azure;
  private final GoogleMetadataEmulator google;
  private final Map<String, ModelEmulator> models;
  private final Map<String, String> apiKeys;

  private EmulatedCloud(
      LoopbackTls tls,
      AwsContainerCredentialsEmulator aws,
      AzureIdentityEmulator azure,
      GoogleMetadataEmulator google,
      Map<String, ModelEmulator> models,
      Map<String, String> apiKeys) {
    this.tls = tls;
    this.aws = aws;
    this.azure = azure;
    this.google = google;
    this.models = Collections.unmodifiableMap(models);
    this.apiKeys = Map.copyOf(apiKeys);
  }

  /**
   * Starts the identity endpoints and a model service for each entry, each on any free port.
   *
   * @param services names under {@code services} in trefoil.yaml to their kinds; may be empty
   */
  public static EmulatedCloud start(Map<String, ServiceKind> services) {
    LoopbackTls tls = LoopbackTls.create();
    var aws = AwsContainerCredentialsEmulator.start();
    var azure = AzureIdentityEmulator.start();
    var google = GoogleMetadataEmulator.start();
    Map<String, String> apiKeys = new LinkedHashMap<>();
    services.forEach((name, kind) -> apiKey(kind).ifPresent(key -> apiKeys.put(name, key)));
    Map<String, ModelEmulator> models = new LinkedHashMap<>();
    services.forEach(
        (name, kind) ->
            models.put(
                name,
                switch (kind) {
                  case BEDROCK -> BedrockEmulator.start(name, aws);
                  case AZURE_OPENAI ->
                      AzureOpenAiEmulator.start(
                          name, azure.verifier(AzureIdentityEmulator.COGNITIVE_SERVICES));
                  case VERTEX -> VertexEmulator.start(name, google.verifier(), tls);
                  case OPENAI -> OpenAiEmulator.start(name, apiKeys.get(name));
                  case ANTHROPIC -> AnthropicEmulator.start(name, apiKeys.get(name));
                }));
    return new EmulatedCloud(tls, aws, azure, google, models, apiKeys);
  }

  /** All model services by name, in the order in which they were asked for. */
  public Map<String, ModelEmulator> models() {
    return models;
  }

  /** The model service of this name. */
  public Optional<ModelEmulator> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** The key that opens the model service of this name; absent where identities do. */
  public Optional<String> apiKey(String name) {
    return Optional.ofNullable(apiKeys.get(name));
  }

  /** Where functions on AWS get their credentials. */
  public AwsContainerCredentialsEmulator aws() {
    return aws;
  }

  /** Where functions on Azure get their tokens. */
  public AzureIdentityEmulator azure() {
    return azure;
  }

  /** Where functions on Google Cloud get their tokens. */
  public GoogleMetadataEmulator google() {
    return google;
  }

  /** The TLS identity, and what a client needs to trust it. */
  public LoopbackTls tls() {
    return tls;
  }

  /** The environment variables of all three identity endpoints together. */
  public Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(aws.environment());
    all.putAll(azure.environment());
    all.putAll(google.environment());
    return all;
  }

  /** Ends everything. */
  @Override
  public void close() {
    models.values().forEach(ModelEmulator::close);
    aws.close();
    azure.close();
    google.close();
    tls.close();
  }

  private static Optional<String> apiKey(ServiceKind kind) {
    return switch (kind) {
      case BEDROCK, AZURE_OPENAI, VERTEX -> Optional.empty();
      case OPENAI -> Optional.of("sk-" + SecretText.base64(32));
      case ANTHROPIC -> Optional.of("sk-ant-api03-" + SecretText.base64(32));
    };
  }
}
