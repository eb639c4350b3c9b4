package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ClosedSchema;
import dev.trefoil.provider.ModelRequest;
import java.util.List;

/** How the model is brought to answer in the form that is wanted. */
sealed interface AnswerForm {

  /** Any text. */
  record Free() implements AnswerForm {}

  /** The service holds the answer to the schema. */
  record Schema(ResponseFormat.JsonSchema schema) implements AnswerForm {}

  /**
   * The model is made to call a tool, and the call's arguments are the answer.
   *
   * @param tool of a name that no other tool has
   */
  record ByTool(Tool tool) implements AnswerForm {}

  /**
   * Chooses. A schema that is not strict and that the service would refuse goes by a tool, which
   * takes any. Where a call of another tool is demanded, the answer has no text to be formed.
   */
  static AnswerForm of(ChatRequest request, Capabilities can) {
    return switch (request.format()) {
      case ResponseFormat.Text text -> new Free();
      case ResponseFormat.JsonObject object ->
          byTool(
              request,
              "json_object",
              "Gives the answer: the JSON object that the conversation asks for.",
              "{\"type\":\"object\"}");
      case ResponseFormat.JsonSchema schema ->
          isHeld(schema, can)
              ? new Schema(schema)
              : byTool(
                  request,
                  schema.name(),
                  schema.description().isEmpty() ? "Gives the answer." : schema.description(),
                  schema.schema());
    };
  }

  /** Whether the model is made to call a tool for it. */
  static boolean isByTool(ModelRequest asked) {
    return of(asked.request(), asked.can()) instanceof ByTool;
  }

  private static boolean isHeld(ResponseFormat.JsonSchema schema, Capabilities can) {
    return can.schema() && (schema.strict() || ClosedSchema.is(schema.schema()));
  }

  private static AnswerForm byTool(
      ChatRequest request, String wanted, String description, String schema) {
    ToolChoice choice = request.toolChoice();
    if (choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named) {
      return new Free();
    }
    List<String> taken = request.tools().stream().map(Tool::name).toList();
    String name = wanted;
    for (int i = 2; taken.contains(name); i++) {
      name = "answer_" + i;
    }
    return new ByTool(new Tool(name, description, schema, false));
  }
}
