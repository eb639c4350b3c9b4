// Gemini's answers.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.FunctionCall;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.Part;
import com.google.protobuf.Struct;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.model.ToolCall;

/** Builds answers. */
final class GeminiAnswers {

  private final ThoughtSignatures signatures;

  GeminiAnswers(ThoughtSignatures signatures) {
    this.signatures = signatures;
  }

  /**
   * A whole answer.
   *
   * @param cached tokens of the prompt that the service had kept
   */
  GenerateContentResponse whole(GenerateContentRequest request, int cached) {
    GenerationConfig config = request.getGenerationConfig();
    Ask ask = GeminiAsk.of(request);
    Answer answer = Echo.answer(ask);
    int candidates = config.hasCandidateCount() ? config.getCandidateCount() : 1;
    GenerateContentResponse.Builder response = head(request);
    for (int i = 0; i < candidates; i++) {
      Candidate.Builder candidate = response.addCandidatesBuilder().setIndex(i);
      candidate
          .setContent(content(request, answer))
          .setFinishReason(
              answer.end() == Answer.End.LIMIT
                  ? Candidate.FinishReason.MAX_TOKENS
                  : Candidate.FinishReason.STOP);
      if (config.getResponseLogprobs() && !answer.text().isEmpty()) {
        GeminiLogprobs.add(answer.text(), config.getLogprobs(), candidate);
      }
    }
    return response.setUsageMetadata(usage(answer, candidates, cached)).build();
  }

  /** The prompt was blocked: feedback and no candidates. */
  GenerateContentResponse filtered(GenerateContentRequest request) {
    int prompt = Echo.answer(GeminiAsk.of(request)).promptTokens();
    return head(request)
        .setPromptFeedback(
            PromptFeedback.newBuilder()
                .setBlockReason(PromptFeedback.BlockedReason.PROHIBITED_CONTENT)
                .setBlockReasonMessage("The prompt could not be submitted."))
        .setUsageMetadata(
            UsageMetadata.newBuilder().setPromptTokenCount(prompt).setTotalTokenCount(prompt))
        .build();
  }

  private Content content(GenerateContentRequest request, Answer answer) {
    Content.Builder content = Content.newBuilder().setRole("model");
    if (request.getGenerationConfig().getThinkingConfig().getIncludeThoughts()
        && !answer.reasoning().isEmpty()) {
      content.addParts(Part.newBuilder().setText(answer.reasoning()).setThought(true));
    }
    if (!answer.text().isEmpty()) {
      content.addParts(Part.newBuilder().setText(answer.text()));
    }
    boolean signs =
        GeminiModels.wantsSignatures(request.getModel()) || !answer.reasoning().isEmpty();
    for (ToolCall call : answer.calls()) {
      Part.Builder part =
          content
              .addPartsBuilder()
              .setFunctionCall(
                  FunctionCall.newBuilder()
                      .setName(call.name())
                      .setArgs(ProtoJson.read(call.arguments(), Struct.newBuilder())));
      // Of calls made together the first one bears the signature.
      if (signs && call == answer.calls().getFirst()) {
        part.setThoughtSignature(signatures.sign(call.name()));
      }
    }
    return content.build();
  }

  private static UsageMetadata usage(Answer answer, int candidates, int cached) {
    int prompt = Math.max(answer.promptTokens(), cached);
    int answered = answer.answerTokens() * candidates;
    int thought = answer.reasoningTokens() * candidates;
    return UsageMetadata.newBuilder()
        .setPromptTokenCount(prompt)
        .setCachedContentTokenCount(cached)
        .setCandidatesTokenCount(answered)
        .setThoughtsTokenCount(thought)
        .setTotalTokenCount(prompt + answered + thought)
        .build();
  }

  private static GenerateContentResponse.Builder head(GenerateContentRequest request) {
    return GenerateContentResponse.newBuilder()
        .setModelVersion(GeminiModels.name(request.getModel()))
        .setResponseId("trefoil");
  }
}
