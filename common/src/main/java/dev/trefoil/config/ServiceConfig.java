package dev.trefoil.config;

import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.provider.anthropic.MessagesRules;
import dev.trefoil.provider.bedrock.ConverseRules;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.provider.openai.OpenAiRules;
import dev.trefoil.provider.vertex.GenerateContentRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One model service, as declared under {@code services}. */
public sealed interface ServiceConfig {
  String BEDROCK = "bedrock";
  String AZURE_OPENAI = "azure-openai";
  String VERTEX = "vertex";
  String OPENAI = "openai";
  String ANTHROPIC = "anthropic";

  /** The kinds that can be declared. */
  List<String> KINDS = List.of(BEDROCK, AZURE_OPENAI, VERTEX, OPENAI, ANTHROPIC);

  /** How long a connection may take to come about, where nothing is said. */
  Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Whether {@code trefoil up} plays this service itself. */
  boolean emulate();

  /** How long a connection may take to come about. */
  Duration connectTimeout();

  /** As written in the file. */
  default String kind() {
    return switch (this) {
      case Bedrock bedrock -> BEDROCK;
      case AzureOpenAi azure -> AZURE_OPENAI;
      case Vertex vertex -> VERTEX;
      case OpenAi openAi -> OPENAI;
      case Anthropic anthropic -> ANTHROPIC;
    };
  }

  /** Where the key of a service is that takes one. */
  default Optional<KeySource> key() {
    return Optional.empty();
  }

  /** The cloud whose managed identity the service takes by nature; empty for one of no cloud. */
  default Optional<Cloud> cloud() {
    return switch (this) {
      case Bedrock bedrock -> Optional.of(Cloud.AWS);
      case AzureOpenAi azure -> Optional.of(Cloud.AZURE);
      case Vertex vertex -> Optional.of(Cloud.GCP);
      case OpenAi openAi -> Optional.empty();
      case Anthropic anthropic -> Optional.empty();
    };
  }

  /** What the service takes of requests. */
  default RequestRules rules() {
    return switch (this) {
      case Bedrock bedrock -> new ConverseRules();
      case AzureOpenAi azure -> OpenAiRules.of(Dialect.OPENAI, azure.protocol());
      case Vertex vertex -> new GenerateContentRules(vertex.buckets());
      case OpenAi openAi -> OpenAiRules.of(openAi.dialect(), openAi.protocol());
      case Anthropic anthropic -> new MessagesRules();
    };
  }

  /**
   * Amazon Bedrock.
   *
   * @param endpoint in place of the region's own
   */
  record Bedrock(String region, Optional<URI> endpoint, boolean emulate, Duration connectTimeout)
      implements ServiceConfig {}

  /**
   * Azure OpenAI.
   *
   * @param endpoint the account's own, {@code https://NAME.openai.azure.com}; absent only where
   *     {@code emulate} fills it in
   * @param protocol which of OpenAI's its models are spoken to by; empty for as each one needs it
   */
  record AzureOpenAi(
      Optional<URI> endpoint, Optional<Protocol> protocol, boolean emulate, Duration connectTimeout)
      implements ServiceConfig {}

  /**
   * Vertex AI.
   *
   * @param location a region, {@code us}, {@code eu} or {@code global}
   * @param endpoint in place of the location's own; https only, since gRPC refuses to send a
   *     credential over anything else
   * @param buckets of Cloud Storage, whose objects requests may name
   */
  record Vertex(
      String project,
      String location,
      Optional<URI> endpoint,
      boolean emulate,
      Duration connectTimeout,
      Set<String> buckets)
      implements ServiceConfig {
    public Vertex {
      buckets = Set.copyOf(buckets);
    }
  }

  /**
   * OpenAI itself, or any server that speaks its format: vLLM, Ollama.
   *
   * @param endpoint the base URL, up to {@code /v1}; absent only where {@code emulate} fills it in
   * @param dialect how it speaks
   * @param protocol which of OpenAI's its models are spoken to by; empty for as each one needs it
   * @param key where the key is; absent for a server that wants none
   */
  record OpenAi(
      Optional<URI> endpoint,
      Dialect dialect,
      Optional<Protocol> protocol,
      Optional<KeySource> key,
      boolean emulate,
      Duration connectTimeout)
      implements ServiceConfig {}

  /**
   * Anthropic's own Messages API.
   *
   * @param endpoint in place of {@code https://api.anthropic.com}
   * @param key where the key is; absent only where {@code emulate} fills it in
   */
  record Anthropic(
      Optional<URI> endpoint, Optional<KeySource> key, boolean emulate, Duration connectTimeout)
      implements ServiceConfig {}
}
