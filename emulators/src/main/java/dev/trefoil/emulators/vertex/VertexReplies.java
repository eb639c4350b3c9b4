// Replies for Vertex AI, from proto JSON.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.trefoil.emulators.Reply;
import java.util.ArrayList;
import java.util.List;

/** Reads replies, whole or as a stream, whichever form they were given in. */
final class VertexReplies {

  private VertexReplies() {}

  static List<GenerateContentResponse> events(Reply reply) {
    return switch (reply) {
      case Reply.Json json -> GeminiAnswers.split(response(json.json()));
      case Reply.Events given -> given(given);
    };
  }

  static GenerateContentResponse whole(Reply reply) {
    return switch (reply) {
      case Reply.Json json -> response(json.json());
      case Reply.Events given -> GeminiAnswers.join(given(given));
    };
  }

  private static List<GenerateContentResponse> given(Reply.Events reply) {
    List<GenerateContentResponse> responses = new ArrayList<>();
    reply.events().forEach(event -> responses.add(response(event)));
    return responses;
  }

  private static GenerateContentResponse response(JsonNode json) {
    try {
      GenerateContentResponse.Builder builder = GenerateContentResponse.newBuilder();
      JsonFormat.parser().merge(json.toString(), builder);
      return builder.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a GenerateContentResponse: " + e.getMessage(), e);
    }
  }
}
