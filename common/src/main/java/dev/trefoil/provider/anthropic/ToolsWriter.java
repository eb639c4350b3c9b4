package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes {@code tools} and {@code tool_choice}. */
final class ToolsWriter {

  private final JsonGenerator out;
  private final Plan plan;

  ToolsWriter(JsonGenerator out, Plan plan) {
    this.out = out;
    this.plan = plan;
  }

  /** Whether a call is demanded. */
  static boolean forces(ToolChoice choice) {
    return choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
  }

  void tools() throws IOException {
    boolean offered = !plan.request().tools().isEmpty();
    List<String> services = Natives.tools(plan.request(), plan.dialect());
    boolean former = !offered && services.isEmpty();
    // The service refuses a history of calls without tools: those that are not offered any more
    // stand there by name, not to be called.
    List<Tool> tools = new ArrayList<>(former ? plan.conversation().formerTools() : plan.tools());
    if (plan.form() instanceof AnswerForm.ByTool(Tool tool)) {
      tools.add(tool);
    }
    if (tools.isEmpty() && services.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("tools");
    for (Tool tool : tools) {
      tool(tool);
    }
    for (String tool : services) {
      out.writeRawValue(tool);
    }
    out.writeEndArray();
    Optional<String> own = Natives.member(plan.request(), Natives.TOOL_CHOICE);
    if (own.isPresent()) {
      out.writeFieldName(Natives.TOOL_CHOICE);
      out.writeRawValue(own.get());
      return;
    }
    out.writeObjectFieldStart("tool_choice");
    choice(!former);
    out.writeEndObject();
  }

  private void tool(Tool tool) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", tool.name());
    if (!tool.description().isEmpty()) {
      out.writeStringField("description", tool.description());
    }
    out.writeFieldName("input_schema");
    out.writeRawValue(tool.schema());
    if (tool.strict()) {
      out.writeBooleanField("strict", true);
    }
    for (Native beyond : tool.natives()) {
      out.writeFieldName(beyond.member());
      out.writeRawValue(beyond.json());
    }
    ContentWriter.cacheControl(out, tool.cache());
    out.writeEndObject();
  }

  private void choice(boolean offered) throws IOException {
    ToolChoice choice = offered ? plan.request().toolChoice() : new ToolChoice.None();
    if (plan.form() instanceof AnswerForm.ByTool(Tool form)) {
      // Either a call of a tool or the answer, which is one too; but not both at once.
      if (choice instanceof ToolChoice.Auto) {
        out.writeStringField("type", "any");
      } else {
        out.writeStringField("type", "tool");
        out.writeStringField("name", form.name());
      }
      out.writeBooleanField("disable_parallel_tool_use", true);
      return;
    }
    switch (choice) {
      case ToolChoice.Auto auto -> out.writeStringField("type", "auto");
      case ToolChoice.Required required -> out.writeStringField("type", "any");
      case ToolChoice.Named(String name) -> {
        out.writeStringField("type", "tool");
        out.writeStringField("name", name);
      }
      case ToolChoice.None none -> out.writeStringField("type", "none");
      case ToolChoice.Allowed allowed ->
          throw new IllegalArgumentException("the others are left out before: " + allowed);
    }
    boolean single = !plan.request().settings().parallelToolCalls().orElse(true);
    if (single && !(choice instanceof ToolChoice.None)) {
      out.writeBooleanField("disable_parallel_tool_use", true);
    }
  }
}
