package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ResponseFormat;
import java.io.IOException;

/** Writes {@code response_format}. */
final class FormatWriter {
  private FormatWriter() {}

  static void write(JsonGenerator out, ResponseFormat format) throws IOException {
    switch (format) {
      case ResponseFormat.Text text -> {}
      case ResponseFormat.JsonObject object -> {
        out.writeObjectFieldStart("response_format");
        out.writeStringField("type", "json_object");
        out.writeEndObject();
      }
      case ResponseFormat.JsonSchema schema -> {
        out.writeObjectFieldStart("response_format");
        out.writeStringField("type", "json_schema");
        out.writeObjectFieldStart("json_schema");
        out.writeStringField("name", schema.name());
        if (!schema.description().isEmpty()) {
          out.writeStringField("description", schema.description());
        }
        out.writeFieldName("schema");
        out.writeRawValue(schema.schema());
        if (schema.strict()) {
          out.writeBooleanField("strict", true);
        }
        out.writeEndObject();
        out.writeEndObject();
      }
    }
  }
}
