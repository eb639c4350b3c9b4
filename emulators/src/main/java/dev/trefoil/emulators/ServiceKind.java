// The vendors' protocols that can be emulated, by the names that trefoil.yaml gives them.
package dev.trefoil.emulators;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The protocol of a model service. */
public enum ServiceKind {
  /** Amazon Bedrock's runtime: Converse, chat completions and Responses over HTTP/1.1. */
  BEDROCK("bedrock"),
  /** Amazon Bedrock's other endpoint: chat completions and Responses over HTTP/1.1. */
  BEDROCK_MANTLE("bedrock-mantle"),
  /** Azure OpenAI: chat completions, JSON and SSE over HTTP/1.1. */
  AZURE_OPENAI("azure-openai"),
  /** Microsoft Foundry: Claude's Messages, JSON and SSE over HTTP/1.1. */
  FOUNDRY("foundry"),
  /** Vertex AI: the PredictionService over gRPC and TLS. */
  VERTEX("vertex"),
  /** OpenAI, and whatever speaks as it does: JSON and SSE over HTTP/1.1, opened by a key. */
  OPENAI("openai"),
  /** Anthropic: the Messages API, JSON and SSE over HTTP/1.1, opened by a key. */
  ANTHROPIC("anthropic");

  private final String configName;

  ServiceKind(String configName) {
    this.configName = configName;
  }

  /** The value of {@code kind} in trefoil.yaml. */
  public String configName() {
    return configName;
  }

  /**
   * The kind with this name in trefoil.yaml.
   *
   * @throws IllegalArgumentException naming the unknown kind and the known ones
   */
  public static ServiceKind of(String configName) {
    return Arrays.stream(values())
        .filter(kind -> kind.configName.equals(configName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind: '%s' cannot be emulated, only %s"
                        .formatted(
                            configName,
                            Arrays.stream(values())
                                .map(ServiceKind::configName)
                                .collect(Collectors.joining(", ")))));
  }
}
