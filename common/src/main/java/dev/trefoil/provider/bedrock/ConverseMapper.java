package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Claude;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.JsonSchemaDefinition;
import software.amazon.awssdk.services.bedrockruntime.model.OutputConfig;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormat;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatStructure;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;

/** Our request as Converse's. */
final class ConverseMapper {
  private ConverseMapper() {}

  /**
   * @param request what {@link ConverseRules} leave of one
   */
  static ConverseCall map(ChatRequest request, String model, Capabilities can) {
    ConverseInput asked = ConverseInput.of(request, model, can);
    AnswerForm form = AnswerForm.of(request, can);
    Tooling tooling = Tooling.of(asked, form);
    Thinking thinking = Thinking.of(asked, tooling.forced());
    MessagesMapper messages = new MessagesMapper(asked);
    boolean prefill = asked.claude().map(Claude::takesPrefill).orElse(true);
    return new ConverseCall(
        model,
        messages.system(),
        messages.messages(prefill && thinking.thinking().isEmpty()),
        SettingsMapper.inference(request.settings()),
        ToolsMapper.config(tooling),
        additional(thinking, tooling),
        output(form, thinking),
        SettingsMapper.tier(request.settings()),
        new TreeMap<>(request.settings().metadata()),
        form,
        tooling.forbidden(),
        request.stream());
  }

  private static Document additional(Thinking thinking, Tooling tooling) {
    Document.MapBuilder fields = Document.mapBuilder();
    thinking.thinking().ifPresent(how -> fields.putDocument("thinking", how));
    Optional<Document> choice = ToolsMapper.additionalChoice(tooling);
    choice.ifPresent(how -> fields.putDocument("tool_choice", how));
    return choice.isEmpty() && thinking.thinking().isEmpty() ? null : fields.build();
  }

  private static OutputConfig output(AnswerForm form, Thinking thinking) {
    OutputConfig.Builder output = OutputConfig.builder();
    thinking.effort().ifPresent(output::effort);
    if (form instanceof AnswerForm.Schema(ResponseFormat.JsonSchema schema)) {
      output.textFormat(format(schema));
    }
    OutputConfig built = output.build();
    return built.equals(OutputConfig.builder().build()) ? null : built;
  }

  private static OutputFormat format(ResponseFormat.JsonSchema schema) {
    return OutputFormat.builder()
        .type(OutputFormatType.JSON_SCHEMA)
        .structure(
            OutputFormatStructure.fromJsonSchema(
                JsonSchemaDefinition.builder()
                    .name(schema.name())
                    .description(schema.description().isEmpty() ? null : schema.description())
                    .schema(schema.schema())
                    .build()))
        .build();
  }
}
