// How probable the emulated Gemini finds its own words: the same each time.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.LogprobsResult;
import com.google.cloud.vertexai.api.LogprobsResult.TopCandidates;
import dev.trefoil.emulators.model.Words;
import java.util.List;

/**
 * Token i has the log probability -(i mod 4 + 1) / 4; alternative j, the token and j tildes, j
 * less.
 */
final class GeminiLogprobs {

  private GeminiLogprobs() {}

  /** Adds those of a text, with this many alternatives each. */
  static void add(String text, int alternatives, Candidate.Builder candidate) {
    LogprobsResult.Builder result = candidate.getLogprobsResultBuilder();
    List<String> words = Words.split(text);
    double sum = 0;
    for (int i = 0; i < words.size(); i++) {
      float logprob = -(i % 4 + 1) / 4f;
      sum += logprob;
      result.addChosenCandidates(one(words.get(i), logprob));
      TopCandidates.Builder top = result.addTopCandidatesBuilder();
      for (int j = 0; j < alternatives; j++) {
        top.addCandidates(one(words.get(i) + "~".repeat(j), logprob - j));
      }
    }
    candidate.setAvgLogprobs(sum / words.size());
  }

  private static LogprobsResult.Candidate one(String token, float logprob) {
    return LogprobsResult.Candidate.newBuilder()
        .setToken(token)
        .setTokenId(token.hashCode() & 0xffff)
        .setLogProbability(logprob)
        .build();
  }
}
