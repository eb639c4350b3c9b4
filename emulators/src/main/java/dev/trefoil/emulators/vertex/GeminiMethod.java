// GenerateContent and StreamGenerateContent.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.rpc.Status;
import dev.trefoil.emulators.cache.PromptCache;
import java.time.InstantSource;
import java.util.List;

/** Gemini. */
final class GeminiMethod implements VertexMethod<GenerateContentRequest, GenerateContentResponse> {

  private final ThoughtSignatures signatures = new ThoughtSignatures();
  private final GeminiAnswers answers = new GeminiAnswers(signatures);
  private final PromptCache cache = new PromptCache();
  private final CachedContents contents;

  /**
   * The method.
   *
   * @param clock by which it forgets what it has kept
   */
  GeminiMethod(InstantSource clock) {
    this.contents = new CachedContents(clock);
    cache.live(clock);
  }

  /** What callers have had kept. */
  CachedContents contents() {
    return contents;
  }

  @Override
  public void check(GenerateContentRequest request) throws VertexRefusal {
    GeminiRules.check(contents.merged(request).whole(), signatures);
  }

  @Override
  public GenerateContentResponse answer(GenerateContentRequest request) {
    CachedContents.Merged merged = merged(request);
    PromptCache.Use use =
        cache.use(
            GeminiPrompt.of(merged.whole()), GeminiModels.leastKept(merged.whole().getModel()));
    return answers.whole(merged.whole(), Math.max(merged.tokens(), use.read()));
  }

  @Override
  public GenerateContentResponse filtered(GenerateContentRequest request) {
    return answers.filtered(merged(request).whole());
  }

  private CachedContents.Merged merged(GenerateContentRequest checked) {
    try {
      return contents.merged(checked);
    } catch (VertexRefusal e) {
      throw new IllegalStateException("what it refers to was there when it was checked", e);
    }
  }

  @Override
  public Status contextTooLong() {
    return VertexErrors.contextTooLong();
  }

  @Override
  public GenerateContentResponse read(JsonNode json) {
    return ProtoJson.read(json, GenerateContentResponse.newBuilder()).build();
  }

  @Override
  public List<GenerateContentResponse> split(GenerateContentResponse whole) {
    return GeminiPieces.split(whole);
  }

  @Override
  public GenerateContentResponse join(List<GenerateContentResponse> pieces) {
    return GeminiPieces.join(pieces);
  }

  @Override
  public boolean isToken(GenerateContentResponse response) {
    return GeminiPieces.isToken(response);
  }
}
