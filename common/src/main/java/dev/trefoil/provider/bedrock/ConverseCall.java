package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.OutputConfig;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;

/**
 * One call of Converse, by either of its operations, which take the same members. A member that is
 * null is left out.
 *
 * @param form how the answer gets its form
 * @param callsForbidden whether a tool's call is an error
 * @param streamed whether the answer may come as a stream
 */
record ConverseCall(
    String model,
    List<SystemContentBlock> system,
    List<Message> messages,
    InferenceConfiguration inference,
    ToolConfiguration tools,
    Document additional,
    OutputConfig output,
    ServiceTier tier,
    Map<String, String> labels,
    AnswerForm form,
    boolean callsForbidden,
    boolean streamed) {

  /** The tool whose arguments are the answer's text. */
  Optional<String> answerTool() {
    return form instanceof AnswerForm.ByTool(Tool tool)
        ? Optional.of(tool.name())
        : Optional.empty();
  }

  ConverseRequest whole() {
    return ConverseRequest.builder()
        .modelId(model)
        .system(system)
        .messages(messages)
        .inferenceConfig(inference)
        .toolConfig(tools)
        .additionalModelRequestFields(additional)
        .outputConfig(output)
        .serviceTier(tier)
        .requestMetadata(labels.isEmpty() ? null : labels)
        .build();
  }

  ConverseStreamRequest stream() {
    return ConverseStreamRequest.builder()
        .modelId(model)
        .system(system)
        .messages(messages)
        .inferenceConfig(inference)
        .toolConfig(tools)
        .additionalModelRequestFields(additional)
        .outputConfig(output)
        .serviceTier(tier)
        .requestMetadata(labels.isEmpty() ? null : labels)
        .build();
  }
}
