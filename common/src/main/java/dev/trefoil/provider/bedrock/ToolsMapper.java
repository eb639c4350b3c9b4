package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;

/** {@link Tooling} in Converse's words. */
final class ToolsMapper {
  private ToolsMapper() {}

  /** Null where there are no tools. */
  static ToolConfiguration config(Tooling tooling) {
    if (tooling.tools().isEmpty()) {
      return null;
    }
    return ToolConfiguration.builder()
        .tools(tools(tooling.tools()))
        .toolChoice(tooling.oneAtATime() ? null : choice(tooling.choice()))
        .build();
  }

  private static List<software.amazon.awssdk.services.bedrockruntime.model.Tool> tools(
      List<Tool> offered) {
    List<software.amazon.awssdk.services.bedrockruntime.model.Tool> tools = new ArrayList<>();
    for (Tool tool : offered) {
      tools.add(
          software.amazon.awssdk.services.bedrockruntime.model.Tool.fromToolSpec(
              specification(tool)));
      tool.cache()
          .map(MessagesMapper::cachePoint)
          .map(software.amazon.awssdk.services.bedrockruntime.model.Tool::fromCachePoint)
          .ifPresent(tools::add);
    }
    return tools;
  }

  private static ToolSpecification specification(Tool tool) {
    return ToolSpecification.builder()
        .name(tool.name())
        .description(tool.description().isEmpty() ? null : tool.description())
        .inputSchema(ToolInputSchema.fromJson(Documents.read(tool.schema())))
        .strict(tool.strict() ? true : null)
        .build();
  }

  private static software.amazon.awssdk.services.bedrockruntime.model.ToolChoice choice(
      ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Required required ->
          software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromAny(any -> {});
      case ToolChoice.Named(String name) ->
          software.amazon.awssdk.services.bedrockruntime.model.ToolChoice.fromTool(
              tool -> tool.name(name));
      case ToolChoice.Auto auto -> null;
      case ToolChoice.None none -> null;
      case ToolChoice.Allowed allowed -> throw leftOut(allowed);
    };
  }

  private static IllegalArgumentException leftOut(ToolChoice.Allowed allowed) {
    return new IllegalArgumentException("the others are left out before: " + allowed);
  }

  /**
   * Anthropic's own {@code tool_choice}, by which alone one call at a time can be asked for. It
   * takes the place of Converse's: the service refuses both at once (its words: "The additional
   * field tool_choice/type conflicts with the existing field toolConfig.toolChoice.tool").
   */
  static Optional<Document> additionalChoice(Tooling tooling) {
    if (!tooling.oneAtATime()) {
      return Optional.empty();
    }
    Map<String, String> choice =
        switch (tooling.choice()) {
          case ToolChoice.Required required -> Map.of("type", "any");
          case ToolChoice.Named(String name) -> Map.of("type", "tool", "name", name);
          case ToolChoice.Auto auto -> Map.of("type", "auto");
          case ToolChoice.None none -> Map.of("type", "none");
          case ToolChoice.Allowed allowed -> throw leftOut(allowed);
        };
    Document.MapBuilder map = Document.mapBuilder();
    choice.forEach(map::putString);
    return Optional.of(map.putBoolean("disable_parallel_tool_use", true).build());
  }
}
