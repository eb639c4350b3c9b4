package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.FunctionCallingConfig;
import com.google.cloud.vertexai.api.FunctionCallingConfig.Mode;
import com.google.cloud.vertexai.api.FunctionDeclaration;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.ProviderException;

/** Tools as function declarations, and whether they are to be called. */
final class ToolsMapper {
  private ToolsMapper() {}

  static void map(ChatRequest request, GenerateContentRequest.Builder mapped)
      throws ProviderException {
    if (request.tools().isEmpty()) {
      return;
    }
    com.google.cloud.vertexai.api.Tool.Builder tool = mapped.addToolsBuilder();
    for (Tool offered : request.tools()) {
      declare(offered, tool.addFunctionDeclarationsBuilder());
    }
    choose(request.toolChoice(), mapped.getToolConfigBuilder().getFunctionCallingConfigBuilder());
  }

  private static void declare(Tool offered, FunctionDeclaration.Builder mapped)
      throws ProviderException {
    mapped.setName(offered.name()).setDescription(offered.description());
    mapped
        .getParametersJsonSchemaBuilder()
        .setStructValue(JsonValues.object(offered.schema(), "tools"));
  }

  private static void choose(ToolChoice choice, FunctionCallingConfig.Builder config) {
    switch (choice) {
      case ToolChoice.Auto auto -> config.setMode(Mode.AUTO);
      case ToolChoice.None none -> config.setMode(Mode.NONE);
      case ToolChoice.Required required -> config.setMode(Mode.ANY);
      case ToolChoice.Named(String tool) -> config.setMode(Mode.ANY).addAllowedFunctionNames(tool);
      // The mode that bounds calls to these without a demand is Google's VALIDATED, which this
      // library lacks: those that are not allowed are left out before.
      case ToolChoice.Allowed allowed ->
          throw new IllegalArgumentException("the others are left out before: " + allowed);
    }
  }
}
