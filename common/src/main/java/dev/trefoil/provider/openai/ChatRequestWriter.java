package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a request as the body of {@code POST /chat/completions}. */
final class ChatRequestWriter {
  private ChatRequestWriter() {}

  static byte[] write(JsonFactory json, ChatRequest request, String model) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", model);
      out.writeArrayFieldStart("messages");
      for (Message message : request.messages()) {
        message(out, message);
      }
      out.writeEndArray();
      settings(out, request.settings());
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

  private static void message(JsonGenerator out, Message message) throws IOException {
    out.writeStartObject();
    out.writeStringField(
        "role",
        switch (message.role()) {
          case SYSTEM -> "system";
          case USER -> "user";
          case ASSISTANT -> "assistant";
        });
    List<Part> parts = message.parts();
    if (parts.isEmpty()) {
      out.writeStringField("content", "");
    } else if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String text)) {
      out.writeStringField("content", text);
    } else {
      out.writeArrayFieldStart("content");
      for (Part part : parts) {
        part(out, part);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void part(JsonGenerator out, Part part) throws IOException {
    switch (part) {
      case Part.Text(String text) -> {
        out.writeStartObject();
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
        out.writeEndObject();
      }
    }
  }

  private static void settings(JsonGenerator out, Settings settings) throws IOException {
    if (settings.temperature().isPresent()) {
      out.writeNumberField("temperature", settings.temperature().getAsDouble());
    }
    if (settings.topP().isPresent()) {
      out.writeNumberField("top_p", settings.topP().getAsDouble());
    }
    if (settings.maxTokens().isPresent()) {
      // Reasoning models refuse the older max_tokens; the others take both.
      out.writeNumberField("max_completion_tokens", settings.maxTokens().getAsInt());
    }
    if (!settings.stop().isEmpty()) {
      out.writeArrayFieldStart("stop");
      for (String stop : settings.stop()) {
        out.writeString(stop);
      }
      out.writeEndArray();
    }
  }
}
