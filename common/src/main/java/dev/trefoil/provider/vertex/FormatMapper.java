package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;

/** The wanted form of the answer's text; a schema is always held to, strict or not. */
final class FormatMapper {
  private static final String PARAM = "response_format";

  private FormatMapper() {}

  static void map(ChatRequest request, Capabilities model, GenerationConfig.Builder config)
      throws ProviderException {
    switch (request.format()) {
      case ResponseFormat.Text text -> {}
      case ResponseFormat.JsonObject object -> json(request, model, config);
      case ResponseFormat.JsonSchema schema -> {
        if (!model.schema()) {
          throw Refusal.of(PARAM, model.family() + " holds no answer to a schema");
        }
        json(request, model, config);
        config.getResponseJsonSchemaBuilder().setStructValue(schema(schema));
      }
    }
  }

  private static void json(ChatRequest request, Capabilities model, GenerationConfig.Builder config)
      throws ProviderException {
    if (!request.tools().isEmpty() && !Gemini.mixesToolsAndJson(model)) {
      throw Refusal.of(PARAM, model.family() + " does not write JSON where it may call tools");
    }
    config.setResponseMimeType("application/json");
  }

  private static Struct schema(ResponseFormat.JsonSchema format) throws ProviderException {
    Struct schema = PropertyOrder.in(JsonValues.object(format.schema(), PARAM));
    return format.description().isEmpty() || schema.containsFields("description")
        ? schema
        : schema.toBuilder()
            .putFields(
                "description", Value.newBuilder().setStringValue(format.description()).build())
            .build();
  }
}
