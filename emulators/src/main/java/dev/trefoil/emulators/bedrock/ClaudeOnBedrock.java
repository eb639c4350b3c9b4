// What Claude models refuse when they are called through Converse.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.claude.ClaudeHistory;
import dev.trefoil.emulators.claude.ClaudeRules;
import dev.trefoil.emulators.claude.ClaudeSettings;
import dev.trefoil.emulators.claude.ClaudeTraits;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.claude.ToolSchemas;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** From Converse's members to the rules of Anthropic's API and back into Bedrock's words. */
final class ClaudeOnBedrock {

  static final ReasoningSignature SIGNATURE = new ReasoningSignature("bedrock");

  /** What Anthropic's API has that Converse has no member for. */
  private static final Set<String> ADDITIONAL =
      Set.of(
          "thinking",
          "top_k",
          "tool_choice",
          "tools",
          "output_config",
          "anthropic_beta",
          "anthropic_version",
          "context_management");

  private ClaudeOnBedrock() {}

  static void check(JsonNode body, ClaudeTraits traits) throws RefusedException {
    ClaudeSettings settings = settings(body);
    if (settings.maxTokens().orElse(0) > traits.output()) {
      throw BedrockErrors.tooManyTokens(traits.output());
    }
    Optional<String> conflict = ToolChoices.conflict(body);
    if (conflict.isPresent()) {
      throw BedrockErrors.validation(conflict.get());
    }
    Optional<String> violation =
        extra(body)
            .or(() -> ToolChoices.violation(body))
            .or(() -> ClaudeRules.violation(traits, settings))
            .or(() -> tools(body))
            .or(() -> history(body, traits, settings));
    if (violation.isPresent()) {
      throw BedrockErrors.model(violation.get());
    }
  }

  static ClaudeSettings settings(JsonNode body) {
    JsonNode inference = body.path("inferenceConfig");
    JsonNode more = body.path("additionalModelRequestFields");
    List<String> stops = new ArrayList<>();
    inference.path("stopSequences").forEach(stop -> stops.add(stop.asText()));
    JsonNode limit = inference.path("maxTokens");
    JsonNode effort = body.path("outputConfig").path("effort");
    JsonNode additional = more.path("output_config").path("effort");
    return new ClaudeSettings(
        number(inference.path("temperature")),
        number(inference.path("topP")),
        more.hasNonNull("top_k"),
        limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty(),
        stops,
        more.path("thinking"),
        Optional.of(effort.isTextual() ? effort : additional)
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue),
        ConverseAsk.schema(body).orElse(MissingNode.getInstance()),
        ToolChoices.forced(body));
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
  }

  private static Optional<String> extra(JsonNode body) {
    return body.path("additionalModelRequestFields").properties().stream()
        .map(entry -> entry.getKey())
        .filter(name -> !ADDITIONAL.contains(name))
        .findFirst()
        .map(name -> name + ": Extra inputs are not permitted");
  }

  private static Optional<String> tools(JsonNode body) {
    List<ToolSchemas.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("toolConfig").path("tools")) {
      JsonNode spec = tool.path("toolSpec");
      if (spec.isObject()) {
        tools.add(
            new ToolSchemas.Tool(
                spec.path("inputSchema").path("json"), spec.path("strict").asBoolean(false)));
      }
    }
    return ToolSchemas.violation(tools, ConverseAsk.schema(body).orElse(MissingNode.getInstance()));
  }

  private static Optional<String> history(
      JsonNode body, ClaudeTraits traits, ClaudeSettings settings) {
    var history = new ClaudeHistory(SIGNATURE, traits, settings);
    for (JsonNode message : body.path("messages")) {
      List<ClaudeHistory.Block> blocks = new ArrayList<>();
      message.path("content").forEach(block -> blocks.add(block(block)));
      history.add(message.path("role").asText().equals("assistant"), blocks);
    }
    return history.violation();
  }

  private static ClaudeHistory.Block block(JsonNode block) {
    if (block.hasNonNull("toolUse")) {
      return new ClaudeHistory.ToolUse();
    }
    if (block.hasNonNull("toolResult")) {
      return new ClaudeHistory.ToolResult();
    }
    if (block.hasNonNull("reasoningContent")) {
      JsonNode text = block.path("reasoningContent").path("reasoningText");
      return text.isObject()
          ? new ClaudeHistory.Thinking(
              text.path("text").asText(), Optional.ofNullable(text.path("signature").textValue()))
          : new ClaudeHistory.Redacted("");
    }
    if (block.hasNonNull("image")) {
      JsonNode image = block.get("image");
      return new ClaudeHistory.Image(
          "image/" + image.path("format").asText(), image.path("source").path("bytes").asText(""));
    }
    return new ClaudeHistory.Other(block.fieldNames().next());
  }
}
