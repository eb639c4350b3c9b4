package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a request as the body of {@code POST /chat/completions}. */
final class ChatRequestWriter {
  private ChatRequestWriter() {}

  /**
   * @param request what {@link ChatCompletionsRules} leave of one
   */
  static byte[] write(ChatRequest request, String model, Dialect dialect) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = Json.generator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", model);
      out.writeArrayFieldStart("messages");
      List<Message> messages = Breakpoints.placed(History.of(request.messages(), dialect));
      boolean listed = Breakpoints.areIn(messages);
      for (Message message : messages) {
        MessageWriter.write(out, message, dialect, listed);
      }
      out.writeEndArray();
      ToolsWriter.write(out, request);
      FormatWriter.write(out, request.format());
      SettingsWriter.write(out, request.settings(), dialect.tokenLimit(model));
      if (!request.extras().isEmpty()) {
        for (Map.Entry<String, String> extra : new TreeMap<>(request.extras()).entrySet()) {
          out.writeFieldName(extra.getKey());
          out.writeRawValue(extra.getValue());
        }
      }
      if (request.stream()) {
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
