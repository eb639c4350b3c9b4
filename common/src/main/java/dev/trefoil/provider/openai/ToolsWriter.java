package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.io.IOException;

/** Writes {@code tools} and {@code tool_choice}; without the one, OpenAI refuses the other. */
final class ToolsWriter {
  private ToolsWriter() {}

  static void write(JsonGenerator out, ChatRequest request) throws IOException {
    if (request.tools().isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("tools");
    for (Tool tool : request.tools()) {
      tool(out, tool);
    }
    out.writeEndArray();
    switch (request.toolChoice()) {
      case ToolChoice.Auto auto -> out.writeStringField("tool_choice", "auto");
      case ToolChoice.None none -> out.writeStringField("tool_choice", "none");
      case ToolChoice.Required required -> out.writeStringField("tool_choice", "required");
      case ToolChoice.Named(String tool) -> {
        out.writeObjectFieldStart("tool_choice");
        out.writeStringField("type", "function");
        out.writeObjectFieldStart("function");
        out.writeStringField("name", tool);
        out.writeEndObject();
        out.writeEndObject();
      }
      case ToolChoice.Allowed allowed ->
          throw new IllegalArgumentException("the others are left out before: " + allowed);
    }
  }

  private static void tool(JsonGenerator out, Tool tool) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "function");
    out.writeObjectFieldStart("function");
    out.writeStringField("name", tool.name());
    if (!tool.description().isEmpty()) {
      out.writeStringField("description", tool.description());
    }
    out.writeFieldName("parameters");
    out.writeRawValue(tool.schema());
    if (tool.strict()) {
      out.writeBooleanField("strict", true);
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
