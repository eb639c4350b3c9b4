// The settings of a Messages request, and what its model says to them.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.claude.ClaudeHistory;
import dev.trefoil.emulators.claude.ClaudeRules;
import dev.trefoil.emulators.claude.ClaudeSettings;
import dev.trefoil.emulators.claude.ClaudeTraits;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** From JSON to {@link ClaudeSettings} and {@link ClaudeHistory}. */
final class MessagesSettings {

  private MessagesSettings() {}

  static ClaudeSettings of(JsonNode body) {
    JsonNode output = body.path("output_config");
    JsonNode schema = output.path("format").path("schema");
    String choice = body.path("tool_choice").path("type").asText("");
    List<String> stops = new ArrayList<>();
    body.path("stop_sequences").forEach(stop -> stops.add(stop.asText()));
    return new ClaudeSettings(
        number(body.path("temperature")),
        number(body.path("top_p")),
        body.hasNonNull("top_k"),
        maxTokens(body),
        stops,
        body.path("thinking"),
        Optional.ofNullable(output.path("effort").textValue()),
        schema.isObject() ? schema : MissingNode.getInstance(),
        choice.equals("any") || choice.equals("tool"));
  }

  /** None where tokens are counted alone. */
  static OptionalInt maxTokens(JsonNode body) {
    return body.has("max_tokens")
        ? OptionalInt.of(body.path("max_tokens").intValue())
        : OptionalInt.empty();
  }

  static void check(
      JsonNode body, ClaudeTraits traits, ClaudeSettings settings, ReasoningSignature signature)
      throws RefusedException {
    int most = settings.maxTokens().orElse(0);
    if (most > traits.output()) {
      throw AnthropicErrors.invalid(
          "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
              .formatted(most, traits.output(), body.path("model").asText()));
    }
    Optional<String> violation =
        ClaudeRules.violation(traits, settings)
            .or(() -> history(body, traits, settings, signature));
    if (violation.isPresent()) {
      throw AnthropicErrors.invalid(violation.get());
    }
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
  }

  private static Optional<String> history(
      JsonNode body, ClaudeTraits traits, ClaudeSettings settings, ReasoningSignature signature) {
    var history = new ClaudeHistory(signature, traits, settings);
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("system")) {
        continue;
      }
      List<ClaudeHistory.Block> blocks = new ArrayList<>();
      JsonNode content = message.path("content");
      if (content.isTextual()) {
        blocks.add(new ClaudeHistory.Other("text"));
      }
      content.forEach(block -> blocks.add(block(block)));
      history.add(message.path("role").asText().equals("assistant"), blocks);
    }
    return history.violation();
  }

  private static ClaudeHistory.Block block(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "tool_use" -> new ClaudeHistory.ToolUse();
      case "tool_result" -> new ClaudeHistory.ToolResult();
      case "thinking" ->
          new ClaudeHistory.Thinking(
              block.path("thinking").asText(), Optional.of(block.path("signature").asText()));
      case "redacted_thinking" -> new ClaudeHistory.Redacted(block.path("data").asText());
      case "image" -> {
        JsonNode source = block.path("source");
        yield new ClaudeHistory.Image(
            source.path("media_type").asText(""), source.path("data").asText(""));
      }
      case String other -> new ClaudeHistory.Other(other);
    };
  }
}
