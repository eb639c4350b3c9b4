package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Conversation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/** Our request as Converse's. Both of its operations take the same members. */
final class ConverseMapper {
  private ConverseMapper() {}

  static ConverseRequest converse(ChatRequest request, String model) throws ProviderException {
    Conversation conversation = Conversation.of(request.messages());
    return ConverseRequest.builder()
        .modelId(model)
        .system(system(conversation))
        .messages(turns(conversation))
        .inferenceConfig(inference(request.settings()))
        .build();
  }

  static ConverseStreamRequest converseStream(ChatRequest request, String model)
      throws ProviderException {
    Conversation conversation = Conversation.of(request.messages());
    return ConverseStreamRequest.builder()
        .modelId(model)
        .system(system(conversation))
        .messages(turns(conversation))
        .inferenceConfig(inference(request.settings()))
        .build();
  }

  private static List<SystemContentBlock> system(Conversation conversation) {
    return conversation.system().isEmpty()
        ? null // Left out: the service refuses an empty list.
        : conversation.system().stream().map(SystemContentBlock::fromText).toList();
  }

  private static List<software.amazon.awssdk.services.bedrockruntime.model.Message> turns(
      Conversation conversation) {
    List<software.amazon.awssdk.services.bedrockruntime.model.Message> turns = new ArrayList<>();
    for (Message turn : conversation.turns()) {
      turns.add(
          software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
              .role(
                  turn.role() == Role.ASSISTANT
                      ? ConversationRole.ASSISTANT
                      : ConversationRole.USER)
              .content(turn.parts().stream().map(ConverseMapper::block).toList())
              .build());
    }
    return turns;
  }

  private static ContentBlock block(Part part) {
    return switch (part) {
      case Part.Text(String text) -> ContentBlock.fromText(text);
    };
  }

  private static InferenceConfiguration inference(Settings settings) throws ProviderException {
    if (settings.equals(Settings.DEFAULTS)) {
      return null;
    }
    InferenceConfiguration.Builder inference = InferenceConfiguration.builder();
    if (settings.temperature().isPresent()) {
      double temperature = settings.temperature().getAsDouble();
      if (temperature > 1) {
        throw new ProviderException(
                Kind.UNSUPPORTED, "Bedrock takes a temperature from 0 to 1, not " + temperature)
            .withParam("temperature");
      }
      inference.temperature((float) temperature);
    }
    if (settings.topP().isPresent()) {
      inference.topP((float) settings.topP().getAsDouble());
    }
    if (settings.maxTokens().isPresent()) {
      inference.maxTokens(settings.maxTokens().getAsInt());
    }
    if (!settings.stop().isEmpty()) {
      inference.stopSequences(settings.stop());
    }
    return inference.build();
  }
}
