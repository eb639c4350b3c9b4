package dev.trefoil.provider.anthropic;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a service serves Claude by Messages: what differs between those that do. Sources: Anthropic's
 * "Features overview", "Claude in Microsoft Foundry", "Claude on Google Cloud" and "Claude in
 * Amazon Bedrock".
 */
public enum MessagesDialect {
  /** Anthropic itself, or a server that speaks the same: takes all that the protocol has. */
  ANTHROPIC(EnumSet.allOf(Feature.class), List.of("")),

  /**
   * Microsoft Foundry. A deployment is hosted on Azure or by Anthropic, which no call shows: it is
   * taken for the former, as Foundry makes them, which takes less.
   */
  FOUNDRY(EnumSet.of(Feature.COUNTING, Feature.JSON_USERS), List.of()),

  /** Vertex AI: the model stands in the address, the version in the body. */
  VERTEX(
      EnumSet.of(Feature.SCHEMAS, Feature.LATER_SYSTEM, Feature.COUNTING, Feature.JSON_USERS),
      List.of("web_search_", "tool_search_tool_")),

  /**
   * Amazon Bedrock's runtime. It counts nothing: asked to, it answers 200 with an
   * UnknownOperationException.
   */
  BEDROCK(EnumSet.of(Feature.LATER_SYSTEM), List.of()),

  /** Amazon Bedrock's other endpoint, {@code bedrock-mantle}. */
  MANTLE(EnumSet.of(Feature.LATER_SYSTEM, Feature.COUNTING), List.of());

  /** What some of the services have. */
  private enum Feature {
    /** Answers and calls of tools are held to a schema. */
    SCHEMAS,
    /** A system message may stand after one of the user's. */
    LATER_SYSTEM,
    /** Prompts can be counted. */
    COUNTING,
    /** Whom a call is for may be told in JSON. */
    JSON_USERS,
    /** Calls of other service tiers than the usual one. */
    TIERS,
    /** Members and beta features of the service's own platform. */
    PLATFORM
  }

  /** Begins the types of tools that a service runs itself; those of other types the caller runs. */
  private static final List<String> RUN_BY_SERVICES =
      List.of(
          "web_search_",
          "web_fetch_",
          "code_execution_",
          "tool_search_tool_",
          "advisor_",
          "mcp_toolset");

  /** Members that mean something on Anthropic's own platform only. */
  private static final Set<String> OF_THE_PLATFORM =
      Set.of("container", "fallbacks", "inference_geo", "mcp_servers", "speed");

  /** Begins the names of the beta features that the clouds have; of any other they answer 400. */
  private static final List<String> BETAS =
      List.of(
          "compact-",
          "computer-use-",
          "context-1m-",
          "context-management-",
          "interleaved-thinking-",
          "thinking-display-updates-");

  /** Begins those of what is said in system messages after the first turn. */
  private static final String LATER = "mid-conversation-";

  private final Set<Feature> features;
  private final List<String> tools;

  /**
   * @param tools begins the types of those of the service's own tools that it runs
   */
  MessagesDialect(Set<Feature> features, List<String> tools) {
    this.features = features;
    this.tools = tools;
  }

  /** What the body says of the protocol's version; where it is empty a header says it. */
  Optional<String> versionInBody() {
    return this == VERTEX ? Optional.of("vertex-2023-10-16") : Optional.empty();
  }

  /** The longest body that the service takes, in bytes. */
  long longestBody() {
    return this == VERTEX ? 30_000_000 : Long.MAX_VALUE;
  }

  /** Whether answers and calls of tools can be held to a JSON Schema. */
  public boolean holdsSchemas() {
    return features.contains(Feature.SCHEMAS);
  }

  /** Whether a system message may stand after one of the user's, if the model takes one. */
  boolean takesLaterSystem() {
    return features.contains(Feature.LATER_SYSTEM);
  }

  /** Whether the service counts prompts. */
  boolean counts() {
    return features.contains(Feature.COUNTING);
  }

  /** Whether {@code metadata.user_id} may hold JSON. */
  boolean takesJsonUsers() {
    return features.contains(Feature.JSON_USERS);
  }

  boolean hasTiers() {
    return features.contains(Feature.TIERS);
  }

  /** Whether the service knows a member of the request that is none of all services'. */
  boolean takesMember(String name) {
    return features.contains(Feature.PLATFORM) || !OF_THE_PLATFORM.contains(name);
  }

  /** Whether it takes a tool of this type, to run it itself or to have the caller run it. */
  boolean takesTool(String type) {
    return RUN_BY_SERVICES.stream().noneMatch(type::startsWith)
        || tools.stream().anyMatch(type::startsWith);
  }

  /** Whether it takes the name of a beta feature. */
  boolean takesBeta(String name) {
    return features.contains(Feature.PLATFORM)
        || BETAS.stream().anyMatch(name::startsWith)
        || name.startsWith(LATER) && takesLaterSystem();
  }
}
