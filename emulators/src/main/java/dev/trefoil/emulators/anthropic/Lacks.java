// What services of Messages refuse that Anthropic's own takes.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;

/** Checks, each for what a service lacks ("Features overview" in Anthropic's documentation). */
public final class Lacks {

  private static final List<String> PLATFORM_MEMBERS =
      List.of("container", "fallbacks", "inference_geo", "mcp_servers", "speed");

  private static final List<String> SERVER_TOOLS =
      List.of("web_search_", "web_fetch_", "code_execution_", "tool_search_tool_", "advisor_");

  /** As the mapping of headers in BerriAI/litellm has them, for Bedrock, mantle and Vertex AI. */
  private static final List<String> PLATFORM_BETAS =
      List.of(
          "advisor-tool-",
          "code-execution-",
          "fast-mode-",
          "files-api-",
          "mcp-client-",
          "prompt-caching-scope-",
          "skills-",
          "web-fetch-");

  private Lacks() {}

  /** Members that mean something on Anthropic's own platform only. */
  public static void platform(JsonNode body) throws RefusedException {
    for (String member : PLATFORM_MEMBERS) {
      if (body.has(member)) {
        throw AnthropicErrors.invalid(member + ": Extra inputs are not permitted");
      }
    }
  }

  /** Answers in the form of a schema, and calls of tools that are held to theirs. */
  public static void structuredOutputs(JsonNode body) throws RefusedException {
    if (body.path("output_config").has("format")) {
      throw AnthropicErrors.invalid("output_config.format: Extra inputs are not permitted");
    }
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("strict").asBoolean(false)) {
        throw AnthropicErrors.invalid("tools.custom.strict: Extra inputs are not permitted");
      }
    }
  }

  /**
   * Tools that run at the service.
   *
   * @param but begins the types of those that it has
   */
  public static void serverTools(JsonNode body, List<String> but) throws RefusedException {
    for (JsonNode tool : body.path("tools")) {
      String type = tool.path("type").asText("custom");
      if (SERVER_TOOLS.stream().anyMatch(type::startsWith)
          && but.stream().noneMatch(type::startsWith)) {
        throw AnthropicErrors.invalid(
            "tools: Input tag '%s' found using 'type' does not match any of the expected tags"
                .formatted(type));
      }
    }
  }

  /** Beta features of Anthropic's own platform, by their header. */
  public static void betas(HttpRequest request) throws RefusedException {
    for (String beta : request.headers().joined("anthropic-beta").orElse("").split(",")) {
      if (PLATFORM_BETAS.stream().anyMatch(beta.strip()::startsWith)) {
        throw AnthropicErrors.invalid(
            "Unexpected value(s) `%s` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header."
                .formatted(beta.strip()));
      }
    }
  }

  /** System messages after one of the user's. */
  public static void laterSystem(JsonNode body) throws RefusedException {
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("system")) {
        throw AnthropicErrors.invalid(
            "messages: Unexpected role \"system\". The Messages API accepts a top-level `system`"
                + " parameter, not \"system\" as an input message role.");
      }
    }
  }

  /** Images and documents that lie elsewhere. */
  public static void sources(JsonNode body) throws RefusedException {
    for (JsonNode message : body.path("messages")) {
      for (JsonNode block : message.path("content")) {
        source(block);
        for (JsonNode given : block.path("content")) {
          source(given);
        }
      }
    }
  }

  private static void source(JsonNode block) throws RefusedException {
    String type = block.path("source").path("type").asText("");
    if (type.equals("url") || type.equals("file")) {
      throw AnthropicErrors.invalid(
          "messages.content.%s.source: %s sources are not supported"
              .formatted(block.path("type").asText(), type));
    }
  }
}
