package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Conversation;

/** Our request as generateContent's. */
final class GenerateContentMapper {
  private GenerateContentMapper() {}

  /**
   * @param resource the model's full resource name
   */
  static GenerateContentRequest map(ChatRequest request, String resource) {
    Conversation conversation = Conversation.of(request.messages());
    GenerateContentRequest.Builder mapped = GenerateContentRequest.newBuilder().setModel(resource);
    if (!conversation.system().isEmpty()) {
      Content.Builder instruction = mapped.getSystemInstructionBuilder();
      conversation.system().forEach(text -> instruction.addPartsBuilder().setText(text));
    }
    for (Message turn : conversation.turns()) {
      Content.Builder content = mapped.addContentsBuilder();
      content.setRole(turn.role() == Role.ASSISTANT ? "model" : "user");
      for (Part part : turn.parts()) {
        part(content.addPartsBuilder(), part);
      }
    }
    if (!request.settings().equals(Settings.DEFAULTS)) {
      config(mapped.getGenerationConfigBuilder(), request.settings());
    }
    return mapped.build();
  }

  private static void part(com.google.cloud.vertexai.api.Part.Builder mapped, Part part) {
    switch (part) {
      case Part.Text(String text) -> mapped.setText(text);
    }
  }

  private static void config(GenerationConfig.Builder config, Settings settings) {
    settings.temperature().ifPresent(value -> config.setTemperature((float) value));
    settings.topP().ifPresent(value -> config.setTopP((float) value));
    settings.maxTokens().ifPresent(config::setMaxOutputTokens);
    config.addAllStopSequences(settings.stop());
  }
}
