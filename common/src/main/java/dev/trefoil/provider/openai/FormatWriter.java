package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ResponseFormat;
import java.io.IOException;

/** Writes the form of the answer: {@code response_format}, or {@code text.format} of Responses. */
final class FormatWriter {
  private FormatWriter() {}

  static boolean isText(ResponseFormat format) {
    return format instanceof ResponseFormat.Text;
  }

  /** As chat completions have it. */
  static void write(JsonGenerator out, ResponseFormat format) throws IOException {
    if (isText(format)) {
      return;
    }
    out.writeObjectFieldStart("response_format");
    if (format instanceof ResponseFormat.JsonSchema schema) {
      out.writeStringField("type", "json_schema");
      out.writeObjectFieldStart("json_schema");
      schema(out, schema);
      out.writeEndObject();
    } else {
      out.writeStringField("type", "json_object");
    }
    out.writeEndObject();
  }

  /** As Responses have it: the schema's members are the form's own. */
  static void flat(JsonGenerator out, ResponseFormat format) throws IOException {
    if (isText(format)) {
      return;
    }
    out.writeObjectFieldStart("format");
    if (format instanceof ResponseFormat.JsonSchema schema) {
      out.writeStringField("type", "json_schema");
      schema(out, schema);
    } else {
      out.writeStringField("type", "json_object");
    }
    out.writeEndObject();
  }

  private static void schema(JsonGenerator out, ResponseFormat.JsonSchema schema)
      throws IOException {
    out.writeStringField("name", schema.name());
    if (!schema.description().isEmpty()) {
      out.writeStringField("description", schema.description());
    }
    out.writeFieldName("schema");
    out.writeRawValue(schema.schema());
    if (schema.strict()) {
      out.writeBooleanField("strict", true);
    }
  }
}
