package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;

/** Our request as generateContent's. What is left out on the way is what {@link Dropped} names. */
final class GenerateContentMapper {
  private GenerateContentMapper() {}

  /**
   * @param id the model's
   * @param resource the model's full resource name
   * @throws ProviderException UNSUPPORTED for what the model cannot do
   */
  static GenerateContentRequest map(
      ChatRequest request,
      String id,
      String resource,
      Capabilities model,
      ToolNames names,
      MediaMapper media)
      throws ProviderException {
    GenerateContentRequest.Builder mapped = GenerateContentRequest.newBuilder().setModel(resource);
    ContentsMapper.map(request.messages(), model, names, media, mapped);
    ToolsMapper.map(request, model, names, mapped);
    GenerationConfig.Builder config = GenerationConfig.newBuilder();
    ConfigMapper.map(request.settings(), model, config);
    if (request.settings().reasoningEffort().isPresent()) {
      ThinkingMapper.map(request.settings().reasoningEffort().get(), id, model, config);
    }
    FormatMapper.map(request, model, config);
    if (!config.build().equals(GenerationConfig.getDefaultInstance())) {
      mapped.setGenerationConfig(config);
    }
    if (!request.settings().metadata().isEmpty()) {
      mapped.putAllLabels(Dropped.labels(request).kept());
    }
    return mapped.build();
  }
}
