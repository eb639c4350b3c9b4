package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.schema.SchemaFamily;
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
   * Chooses. A schema that the service is not to hold the answer to goes by a tool, which takes
   * any. Where a call of another tool is demanded, the answer has no text to be formed.
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
    ChatRequest request = asked.request();
    if (request.format() instanceof ResponseFormat.JsonSchema schema) {
      boolean held = SchemaFamily.CLAUDE.holds(schema);
      request =
          request.withFormat(
              new ResponseFormat.JsonSchema(
                  schema.name(), schema.description(), schema.schema(), held));
    }
    return of(request, asked.can()) instanceof ByTool;
  }

  private static boolean isHeld(ResponseFormat.JsonSchema schema, Capabilities can) {
    return can.schema() && schema.strict();
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
