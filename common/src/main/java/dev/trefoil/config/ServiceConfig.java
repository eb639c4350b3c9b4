package dev.trefoil.config;

import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ProtocolChoice;
import dev.trefoil.provider.ProtocolRules;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.provider.anthropic.MessagesDialect;
import dev.trefoil.provider.anthropic.MessagesRules;
import dev.trefoil.provider.bedrock.BedrockProtocols;
import dev.trefoil.provider.bedrock.ConverseGuardrail;
import dev.trefoil.provider.bedrock.ConverseRules;
import dev.trefoil.provider.bedrock.MantleProtocols;
import dev.trefoil.provider.openai.ChatCompletionsRules;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.provider.openai.OpenAiRules;
import dev.trefoil.provider.openai.Protocols;
import dev.trefoil.provider.openai.ResponsesRules;
import dev.trefoil.provider.vertex.GenerateContentRules;
import dev.trefoil.provider.vertex.VertexProtocols;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One model service, as declared under {@code services}. */
public sealed interface ServiceConfig {
  String BEDROCK = "bedrock";
  String AZURE_OPENAI = "azure-openai";
  String FOUNDRY = "foundry";
  String VERTEX = "vertex";
  String OPENAI = "openai";
  String ANTHROPIC = "anthropic";
  String BEDROCK_MANTLE = "bedrock-mantle";

  /** The kinds that can be declared. */
  List<String> KINDS =
      List.of(BEDROCK, BEDROCK_MANTLE, AZURE_OPENAI, FOUNDRY, VERTEX, OPENAI, ANTHROPIC);

  /** Both protocols of OpenAI's. */
  List<Protocol> OF_OPENAI = List.of(Protocol.CHAT, Protocol.RESPONSES);

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
      case BedrockMantle mantle -> BEDROCK_MANTLE;
      case AzureOpenAi azure -> AZURE_OPENAI;
      case Foundry foundry -> FOUNDRY;
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
      case BedrockMantle mantle -> Optional.of(Cloud.AWS);
      case AzureOpenAi azure -> Optional.of(Cloud.AZURE);
      case Foundry foundry -> Optional.of(Cloud.AZURE);
      case Vertex vertex -> Optional.of(Cloud.GCP);
      case OpenAi openAi -> Optional.empty();
      case Anthropic anthropic -> Optional.empty();
    };
  }

  /** The protocols that its models may be spoken to by, the usual one first. */
  default List<Protocol> protocols() {
    return switch (this) {
      case Bedrock bedrock ->
          bedrock.guardrail().isPresent() ? List.of(Protocol.CONVERSE) : BedrockProtocols.SPOKEN;
      case BedrockMantle mantle -> MantleProtocols.SPOKEN;
      case AzureOpenAi azure -> OF_OPENAI;
      case Foundry foundry -> List.of(Protocol.MESSAGES);
      case Vertex vertex -> VertexProtocols.SPOKEN;
      case OpenAi openAi -> OF_OPENAI;
      case Anthropic anthropic -> List.of(Protocol.MESSAGES);
    };
  }

  /** What is left at this service of what a model can do. */
  default Capabilities offered(String model, Capabilities can) {
    Optional<MessagesDialect> dialect =
        switch (this) {
          case Bedrock bedrock -> ofMessages(bedrock.choice(), model, can, MessagesDialect.BEDROCK);
          case BedrockMantle mantle ->
              ofMessages(mantle.choice(), model, can, MessagesDialect.MANTLE);
          case Foundry foundry -> Optional.of(MessagesDialect.FOUNDRY);
          case AzureOpenAi azure -> Optional.empty();
          case Vertex vertex -> Optional.empty();
          case OpenAi openAi -> Optional.empty();
          case Anthropic anthropic -> Optional.empty();
        };
    return dialect.map(MessagesDialect::holdsSchemas).orElse(true) ? can : can.withoutSchema();
  }

  private static Optional<MessagesDialect> ofMessages(
      ProtocolChoice choice, String model, Capabilities can, MessagesDialect dialect) {
    return choice.of(model, can) == Protocol.MESSAGES ? Optional.of(dialect) : Optional.empty();
  }

  /** What the service takes of requests. */
  default RequestRules rules() {
    return switch (this) {
      case Bedrock bedrock ->
          ProtocolRules.onFirstUse(
              bedrock.choice(),
              protocol ->
                  switch (protocol) {
                    case MESSAGES -> new MessagesRules(MessagesDialect.BEDROCK);
                    case CHAT -> new ChatCompletionsRules(Dialect.BEDROCK);
                    case RESPONSES -> new ResponsesRules(Dialect.BEDROCK);
                    default -> new ConverseRules();
                  });
      case AzureOpenAi azure -> OpenAiRules.of(Dialect.OPENAI, azure.protocol());
      case BedrockMantle mantle ->
          ProtocolRules.onFirstUse(
              mantle.choice(),
              protocol ->
                  switch (protocol) {
                    case MESSAGES -> new MessagesRules(MessagesDialect.MANTLE);
                    case RESPONSES -> new ResponsesRules(Dialect.MANTLE);
                    default -> new ChatCompletionsRules(Dialect.MANTLE);
                  });
      case Foundry foundry -> new MessagesRules(MessagesDialect.FOUNDRY);
      case Vertex vertex ->
          ProtocolRules.onFirstUse(
              VertexProtocols.BY_ID,
              protocol ->
                  switch (protocol) {
                    case MESSAGES -> new MessagesRules(MessagesDialect.VERTEX);
                    case CHAT -> new ChatCompletionsRules(Dialect.COMPATIBLE);
                    default -> new GenerateContentRules(vertex.buckets());
                  });
      case OpenAi openAi -> OpenAiRules.of(openAi.dialect(), openAi.protocol());
      case Anthropic anthropic -> new MessagesRules();
    };
  }

  /**
   * Amazon Bedrock.
   *
   * @param endpoint in place of the region's own
   * @param protocol which one GPT is spoken to by, or {@link Protocol#MESSAGES} for Claude; empty
   *     for Responses and Converse
   * @param guardrail what Converse applies to each call; all models are spoken to by it then
   */
  record Bedrock(
      String region,
      Optional<URI> endpoint,
      Optional<Protocol> protocol,
      Optional<ConverseGuardrail> guardrail,
      boolean emulate,
      Duration connectTimeout)
      implements ServiceConfig {
    /** Without a guardrail. */
    public Bedrock(
        String region,
        Optional<URI> endpoint,
        Optional<Protocol> protocol,
        boolean emulate,
        Duration connectTimeout) {
      this(region, endpoint, protocol, Optional.empty(), emulate, connectTimeout);
    }

    /** Which protocol each model is spoken to by. */
    public BedrockProtocols choice() {
      return new BedrockProtocols(protocol, guardrail.isPresent());
    }
  }

  /**
   * Amazon Bedrock's other endpoint, which speaks OpenAI's protocols, and Anthropic's to Claude.
   *
   * @param endpoint in place of the region's own
   * @param protocol which of them its models are spoken to by; empty for as each one needs it
   */
  record BedrockMantle(
      String region,
      Optional<URI> endpoint,
      Optional<Protocol> protocol,
      boolean emulate,
      Duration connectTimeout)
      implements ServiceConfig {
    /** Which protocol each model is spoken to by. */
    public ProtocolChoice choice() {
      return new MantleProtocols(new Protocols(Dialect.MANTLE, protocol));
    }
  }

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
   * Claude in Microsoft Foundry.
   *
   * @param endpoint the resource's own, {@code https://NAME.services.ai.azure.com}; absent only
   *     where {@code emulate} fills it in
   */
  record Foundry(Optional<URI> endpoint, boolean emulate, Duration connectTimeout)
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
