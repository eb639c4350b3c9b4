package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code tools} and {@code tool_choice} of Responses: functions, tools that take a text,
 * groups of both, and tools that run at the service, as the caller has them.
 */
final class ResponsesToolsWriter {
  private static final String TOOLS = "tools";

  private final JsonGenerator out;
  private final SpecialTools special;

  private ResponsesToolsWriter(JsonGenerator out, SpecialTools special) {
    this.out = out;
    this.special = special;
  }

  /** Whether a member of the request is a tool of the service's own. */
  static boolean isTool(Native own) {
    return own.member().equals(TOOLS) || own.member().startsWith(TOOLS + ".");
  }

  static void write(JsonGenerator out, ChatRequest request, SpecialTools special)
      throws IOException {
    List<Native> hosted = request.natives().stream().filter(ResponsesToolsWriter::isTool).toList();
    if (request.tools().isEmpty() && hosted.isEmpty()) {
      return;
    }
    ResponsesToolsWriter writer = new ResponsesToolsWriter(out, special);
    out.writeArrayFieldStart(TOOLS);
    writer.tools(request.tools());
    for (Native tool : hosted) {
      out.writeRawValue(tool.json());
    }
    out.writeEndArray();
    boolean forcedBeyond =
        request.natives().stream().anyMatch(own -> own.member().equals("tool_choice"));
    if (!forcedBeyond) {
      writer.choice(request.toolChoice());
    }
  }

  /** A group stands where its first tool does. */
  private void tools(List<Tool> tools) throws IOException {
    Map<String, List<Tool>> groups = new LinkedHashMap<>();
    for (Tool tool : tools) {
      tool.namespace()
          .ifPresent(
              group -> groups.computeIfAbsent(group.name(), it -> new ArrayList<>()).add(tool));
    }
    for (Tool tool : tools) {
      if (tool.namespace().isEmpty()) {
        tool(tool);
        continue;
      }
      List<Tool> group = groups.remove(tool.namespace().get().name());
      if (group != null) {
        out.writeStartObject();
        out.writeStringField("type", "namespace");
        out.writeStringField("name", tool.namespace().get().name());
        out.writeStringField("description", tool.namespace().get().description());
        out.writeArrayFieldStart(TOOLS);
        for (Tool member : group) {
          tool(member);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
    }
  }

  private void tool(Tool tool) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", special.kind(tool.name()));
    out.writeStringField("name", tool.nameInNamespace());
    if (!tool.description().isEmpty()) {
      out.writeStringField("description", tool.description());
    }
    if (tool.freeText().isEmpty()) {
      out.writeFieldName("parameters");
      out.writeRawValue(tool.schema());
      // Always: here, unlike in chat completions, what is not said is strict.
      out.writeBooleanField("strict", tool.strict());
    } else if (tool.freeText().get().format().isPresent()) {
      out.writeFieldName("format");
      out.writeRawValue(tool.freeText().get().format().get());
    }
    for (Native own : tool.natives()) {
      out.writeFieldName(own.member());
      out.writeRawValue(own.json());
    }
    out.writeEndObject();
  }

  private void choice(ToolChoice choice) throws IOException {
    switch (choice) {
      case ToolChoice.Auto auto -> out.writeStringField("tool_choice", "auto");
      case ToolChoice.None none -> out.writeStringField("tool_choice", "none");
      case ToolChoice.Required required -> out.writeStringField("tool_choice", "required");
      case ToolChoice.Named(String tool) -> {
        out.writeFieldName("tool_choice");
        named(tool);
      }
      case ToolChoice.Allowed(boolean required, List<String> names) -> {
        out.writeObjectFieldStart("tool_choice");
        out.writeStringField("type", "allowed_tools");
        out.writeStringField("mode", required ? "required" : "auto");
        out.writeArrayFieldStart(TOOLS);
        for (String name : names) {
          named(name);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
    }
  }

  private void named(String tool) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", special.kind(tool));
    out.writeStringField("name", special.name(tool));
    out.writeEndObject();
  }
}
