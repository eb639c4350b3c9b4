package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import java.util.Optional;
import java.util.TreeMap;

/** Our request as generateContent's. */
final class GenerateContentMapper {
  private GenerateContentMapper() {}

  /**
   * @param request what {@link GenerateContentRules} leave of one
   * @param id the model's
   * @param resource the model's full resource name
   * @throws ProviderException for a schema that is no JSON that the service could read, or a mark
   *     that is none
   */
  static GeminiRequest map(ChatRequest request, String id, String resource, Capabilities model)
      throws ProviderException {
    GenerateContentRequest.Builder mapped = GenerateContentRequest.newBuilder().setModel(resource);
    ContentsMapper.map(request.messages(), model, mapped);
    ToolsMapper.map(request, mapped);
    GenerationConfig.Builder config = GenerationConfig.newBuilder();
    ConfigMapper.map(request.settings(), id, model, config);
    FormatMapper.map(request.format(), config);
    if (!config.build().equals(GenerationConfig.getDefaultInstance())) {
      mapped.setGenerationConfig(config);
    }
    mapped.putAllLabels(new TreeMap<>(request.settings().metadata()));
    Optional<ThinkingLevel> level =
        Gemini.thinksByLevel(model)
            ? request
                .settings()
                .reasoningEffort()
                .map(effort -> ThinkingLevel.of(effort, id, model))
            : Optional.empty();
    return new GeminiRequest(id, mapped.build(), CachedContents.wished(request), level);
  }
}
