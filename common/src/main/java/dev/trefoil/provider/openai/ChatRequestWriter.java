package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.json.Json;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a request as the body of {@code POST /chat/completions}. */
final class ChatRequestWriter {
  private ChatRequestWriter() {}

  /**
   * @param stream whether the answer is to come piece by piece
   * @throws ProviderException UNSUPPORTED for what the protocol has no word for
   */
  static byte[] write(
      ChatRequest request, String model, Dialect dialect, OptionalFields told, boolean stream)
      throws ProviderException {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = Json.generator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", model);
      out.writeArrayFieldStart("messages");
      for (Message message : request.messages()) {
        MessageWriter.write(out, message, dialect);
      }
      out.writeEndArray();
      ToolsWriter.write(out, request);
      FormatWriter.write(out, request.format());
      SettingsWriter.write(out, request.settings(), dialect.tokenLimit(model), told);
      for (Map.Entry<String, String> extra : told.extras().entrySet()) {
        out.writeFieldName(extra.getKey());
        out.writeRawValue(extra.getValue());
      }
      if (stream) {
        out.writeBooleanField("stream", true);
        // Always: without it no usage is known, and the usage is for us as much as for the caller.
        out.writeObjectFieldStart("stream_options");
        out.writeBooleanField("include_usage", true);
        out.writeEndObject();
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
