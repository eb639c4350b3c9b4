package dev.trefoil.provider.vertex;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.cloud.vertexai.api.LogprobsResult;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Log probabilities in OpenAI's form. */
final class LogprobsMapper {
  private LogprobsMapper() {}

  static String json(LogprobsResult result) {
    return Json.value(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("content");
          for (int i = 0; i < result.getChosenCandidatesCount(); i++) {
            json.writeStartObject();
            token(json, result.getChosenCandidates(i));
            json.writeArrayFieldStart("top_logprobs");
            if (i < result.getTopCandidatesCount()) {
              for (LogprobsResult.Candidate top : result.getTopCandidates(i).getCandidatesList()) {
                json.writeStartObject();
                token(json, top);
                json.writeEndObject();
              }
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNullField("refusal");
          json.writeEndObject();
        });
  }

  private static void token(JsonGenerator json, LogprobsResult.Candidate candidate)
      throws IOException {
    json.writeStringField("token", candidate.getToken());
    json.writeNumberField("logprob", candidate.getLogProbability());
    json.writeArrayFieldStart("bytes");
    for (byte b : candidate.getToken().getBytes(StandardCharsets.UTF_8)) {
      json.writeNumber(Byte.toUnsignedInt(b));
    }
    json.writeEndArray();
  }
}
