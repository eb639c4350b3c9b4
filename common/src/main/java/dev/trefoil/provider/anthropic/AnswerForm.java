package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Tool;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.schema.SchemaFamily;
import java.util.List;

/** How the model is brought to answer in the form that is wanted. */
sealed interface AnswerForm {

  /** Any text. */
  record Free() implements AnswerForm {}

  /**
   * The service holds the answer to the schema.
   *
   * @param schema JSON Schema as text
   */
  record Schema(String schema) implements AnswerForm {}

  /**
   * The model is made to call a tool, and the call's arguments are the answer.
   *
   * @param tool of a name that no other tool has
   */
  record ByTool(Tool tool) implements AnswerForm {}

  /** Whether a call of this tool is the answer's text. */
  default boolean isTool(String name) {
    return this instanceof ByTool byTool && byTool.tool().name().equals(name);
  }

  /**
   * Chooses. A schema that the service is not to hold the answer to goes by a tool, which takes
   * any. Where a call of another tool is demanded the answer has no text to be formed.
   */
  static AnswerForm of(ChatRequest request, Capabilities model) {
    boolean callWanted = ToolsWriter.forces(request.toolChoice());
    return switch (request.format()) {
      case ResponseFormat.Text text -> new Free();
      case ResponseFormat.JsonObject object ->
          callWanted
              ? new Free()
              : byTool(
                  request,
                  "json_object",
                  "Gives the answer: the JSON object that the conversation asks for.",
                  "{\"type\":\"object\"}");
      case ResponseFormat.JsonSchema schema -> {
        if (model.schema() && schema.strict()) {
          yield new Schema(schema.schema());
        }
        yield callWanted
            ? new Free()
            : byTool(
                request,
                schema.name(),
                schema.description().isEmpty() ? "Gives the answer." : schema.description(),
                schema.schema());
      }
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

  private static ByTool byTool(
      ChatRequest request, String wanted, String description, String schema) {
    List<String> taken = request.tools().stream().map(Tool::name).toList();
    String name = wanted;
    while (taken.contains(name)) {
      name = name + "_";
    }
    return new ByTool(new Tool(name, description, schema, false));
  }
}
