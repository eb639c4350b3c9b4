package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.provider.ProviderException;

/** The wanted form of the answer's text; a schema is always held to, strict or not. */
final class FormatMapper {
  private static final String PARAM = "response_format";

  private FormatMapper() {}

  static void map(ResponseFormat format, GenerationConfig.Builder config) throws ProviderException {
    switch (format) {
      case ResponseFormat.Text text -> {}
      case ResponseFormat.JsonObject object -> config.setResponseMimeType("application/json");
      case ResponseFormat.JsonSchema schema -> {
        config.setResponseMimeType("application/json");
        config.getResponseJsonSchemaBuilder().setStructValue(schema(schema));
      }
    }
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
