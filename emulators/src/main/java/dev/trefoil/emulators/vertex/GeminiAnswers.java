// Gemini's answers, whole and in pieces, and the way from one to the other.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.Part;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.model.Turn;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Builds and splits answers. */
final class GeminiAnswers {

  private GeminiAnswers() {}

  static GenerateContentResponse whole(GenerateContentRequest request) {
    GenerationConfig config = request.getGenerationConfig();
    Answer answer = echo(request);
    int candidates = config.hasCandidateCount() ? config.getCandidateCount() : 1;
    GenerateContentResponse.Builder response = head(request);
    for (int i = 0; i < candidates; i++) {
      Content.Builder content = Content.newBuilder().setRole("model");
      if (!answer.text().isEmpty()) {
        content.addParts(Part.newBuilder().setText(answer.text()));
      }
      response.addCandidates(
          Candidate.newBuilder()
              .setIndex(i)
              .setContent(content)
              .setFinishReason(
                  answer.end() == Answer.End.LIMIT
                      ? Candidate.FinishReason.MAX_TOKENS
                      : Candidate.FinishReason.STOP));
    }
    int answered = answer.answerTokens() * candidates;
    return response
        .setUsageMetadata(
            UsageMetadata.newBuilder()
                .setPromptTokenCount(answer.promptTokens())
                .setCandidatesTokenCount(answered)
                .setTotalTokenCount(answer.promptTokens() + answered))
        .build();
  }

  /** The prompt was blocked: feedback and no candidates. */
  static GenerateContentResponse filtered(GenerateContentRequest request) {
    int prompt = echo(request).promptTokens();
    return head(request)
        .setPromptFeedback(
            PromptFeedback.newBuilder()
                .setBlockReason(PromptFeedback.BlockedReason.PROHIBITED_CONTENT)
                .setBlockReasonMessage("The prompt could not be submitted."))
        .setUsageMetadata(
            UsageMetadata.newBuilder().setPromptTokenCount(prompt).setTotalTokenCount(prompt))
        .build();
  }

  /** The responses of a stream: a word each, then one with the reasons to stop and the usage. */
  static List<GenerateContentResponse> split(GenerateContentResponse whole) {
    List<GenerateContentResponse> pieces = new ArrayList<>();
    GenerateContentResponse.Builder last = whole.toBuilder();
    for (int i = 0; i < whole.getCandidatesCount(); i++) {
      Candidate candidate = whole.getCandidates(i);
      for (Part part : candidate.getContent().getPartsList()) {
        for (Part piece : pieces(part)) {
          GenerateContentResponse.Builder response = whole.toBuilder();
          response.clearCandidates().clearUsageMetadata().clearPromptFeedback();
          response
              .addCandidatesBuilder()
              .setIndex(candidate.getIndex())
              .getContentBuilder()
              .setRole(candidate.getContent().getRole())
              .addParts(piece);
          pieces.add(response.build());
        }
      }
      last.getCandidatesBuilder(i).getContentBuilder().clearParts();
    }
    pieces.add(last.build());
    return pieces;
  }

  /** The whole answer that the responses of a stream amount to. */
  static GenerateContentResponse join(List<GenerateContentResponse> pieces) {
    GenerateContentResponse.Builder whole = GenerateContentResponse.newBuilder();
    for (GenerateContentResponse piece : pieces) {
      whole.mergeFrom(piece.toBuilder().clearCandidates().build());
      for (Candidate candidate : piece.getCandidatesList()) {
        while (whole.getCandidatesCount() <= candidate.getIndex()) {
          whole.addCandidatesBuilder().setIndex(whole.getCandidatesCount() - 1);
        }
        Candidate.Builder joined = whole.getCandidatesBuilder(candidate.getIndex());
        Content.Builder content = joined.getContentBuilder();
        joined.mergeFrom(candidate.toBuilder().clearContent().build());
        if (!candidate.getContent().getRole().isEmpty()) {
          content.setRole(candidate.getContent().getRole());
        }
        candidate.getContent().getPartsList().forEach(part -> append(content, part));
      }
    }
    return whole.build();
  }

  static boolean isToken(GenerateContentResponse response) {
    return response.getCandidatesList().stream()
        .anyMatch(candidate -> candidate.getContent().getPartsCount() > 0);
  }

  private static void append(Content.Builder content, Part part) {
    int last = content.getPartsCount() - 1;
    if (part.hasText()
        && last >= 0
        && content.getParts(last).hasText()
        && content.getParts(last).getThought() == part.getThought()) {
      Part before = content.getParts(last);
      content.setParts(
          last, before.toBuilder().mergeFrom(part).setText(before.getText() + part.getText()));
    } else {
      content.addParts(part);
    }
  }

  private static List<Part> pieces(Part part) {
    if (!part.hasText()) {
      return List.of(part);
    }
    List<Part> pieces = new ArrayList<>();
    List<String> words = Words.split(part.getText());
    for (int i = 0; i < words.size(); i++) {
      Part.Builder piece = part.toBuilder().setText(words.get(i));
      // A signature belongs to the whole part and comes with its end.
      pieces.add(i < words.size() - 1 ? piece.clearThoughtSignature().build() : piece.build());
    }
    return pieces;
  }

  private static GenerateContentResponse.Builder head(GenerateContentRequest request) {
    String model = request.getModel();
    return GenerateContentResponse.newBuilder()
        .setModelVersion(model.substring(model.lastIndexOf('/') + 1))
        .setResponseId("trefoil");
  }

  private static Answer echo(GenerateContentRequest request) {
    GenerationConfig config = request.getGenerationConfig();
    OptionalInt limit =
        config.hasMaxOutputTokens()
            ? OptionalInt.of(config.getMaxOutputTokens())
            : OptionalInt.empty();
    return Echo.answer(conversation(request), limit, config.getStopSequencesList());
  }

  private static List<Turn> conversation(GenerateContentRequest request) {
    List<Turn> turns = new ArrayList<>();
    if (request.hasSystemInstruction()) {
      turns.add(new Turn(Turn.Role.OTHER, text(request.getSystemInstruction())));
    }
    for (Content content : request.getContentsList()) {
      Turn.Role role = content.getRole().equals("model") ? Turn.Role.MODEL : Turn.Role.USER;
      turns.add(new Turn(role, text(content)));
    }
    return turns;
  }

  /** Text, or what the tools returned where there is none beside it. */
  private static String text(Content content) {
    var text = new StringBuilder();
    for (Part part : content.getPartsList()) {
      if (part.hasText() && !part.getThought()) {
        text.append(part.getText());
      } else if (part.hasFunctionResponse()) {
        text.append(json(part.getFunctionResponse().getResponse()));
      }
    }
    return text.toString();
  }

  private static String json(Struct struct) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(struct);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a Struct holds no Any that could be unknown", e);
    }
  }
}
