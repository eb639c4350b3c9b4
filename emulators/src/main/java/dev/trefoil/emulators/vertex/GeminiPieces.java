// Gemini's answers in pieces, and the way from one to the other.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.LogprobsResult;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Splits and joins answers. Functions are called whole, in one piece. */
final class GeminiPieces {

  private GeminiPieces() {}

  /**
   * The responses of a stream: a word each, the candidates taking turns, then one with the reasons
   * to stop and the usage.
   */
  static List<GenerateContentResponse> split(GenerateContentResponse whole) {
    GenerateContentResponse.Builder last = whole.toBuilder();
    List<List<Candidate>> candidates = new ArrayList<>();
    for (int i = 0; i < whole.getCandidatesCount(); i++) {
      candidates.add(pieces(whole.getCandidates(i)));
      Candidate.Builder end = last.getCandidatesBuilder(i).clearLogprobsResult();
      end.getContentBuilder().clearParts();
    }
    List<GenerateContentResponse> responses = new ArrayList<>();
    int longest = candidates.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<Candidate> pieces : candidates) {
        if (i < pieces.size()) {
          responses.add(
              whole.toBuilder()
                  .clearCandidates()
                  .clearUsageMetadata()
                  .clearPromptFeedback()
                  .addCandidates(pieces.get(i))
                  .build());
        }
      }
    }
    responses.add(last.build());
    return responses;
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

  private static List<Candidate> pieces(Candidate candidate) {
    LogprobsResult logprobs = candidate.getLogprobsResult();
    List<Candidate> pieces = new ArrayList<>();
    int word = 0;
    for (Part part : candidate.getContent().getPartsList()) {
      for (Part piece : pieces(part)) {
        Candidate.Builder next = Candidate.newBuilder().setIndex(candidate.getIndex());
        next.getContentBuilder().setRole(candidate.getContent().getRole()).addParts(piece);
        if (piece.hasText() && !piece.getThought()) {
          addLogprobs(logprobs, word++, next);
        }
        pieces.add(next.build());
      }
    }
    return pieces;
  }

  private static void addLogprobs(LogprobsResult all, int word, Candidate.Builder candidate) {
    if (word < all.getChosenCandidatesCount()) {
      LogprobsResult.Builder own = candidate.getLogprobsResultBuilder();
      own.addChosenCandidates(all.getChosenCandidates(word));
      if (word < all.getTopCandidatesCount()) {
        own.addTopCandidates(all.getTopCandidates(word));
      }
    }
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
    // A text without words is sent for the signature that it bears.
    if (!part.hasText() || part.getText().isEmpty()) {
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
}
