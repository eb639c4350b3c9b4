package dev.trefoil.chat.text;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes messages. A part is an object whose {@code type} says what else it has. */
public final class MessageWriter {
  private MessageWriter() {}

  /** As one object. */
  public static void message(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
    parts(json, "parts", message.parts());
    optional(json, "phase", message.phase());
    json.writeEndObject();
  }

  private static void parts(JsonGenerator json, String name, List<Part> parts) throws IOException {
    json.writeArrayFieldStart(name);
    for (Part part : parts) {
      json.writeStartObject();
      part(json, part);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void part(JsonGenerator json, Part part) throws IOException {
    switch (part) {
      case Part.Text(String text) -> {
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
      }
      case Part.Image(Media media, Optional<String> detail) -> {
        json.writeStringField("type", "image");
        media(json, media);
        optional(json, "detail", detail);
      }
      case Part.Audio(Media media) -> {
        json.writeStringField("type", "audio");
        media(json, media);
      }
      case Part.File(Media media, Optional<String> name) -> {
        json.writeStringField("type", "file");
        media(json, media);
        optional(json, "name", name);
      }
      case Part.Reasoning thought -> {
        json.writeStringField("type", "reasoning");
        json.writeStringField("text", thought.text());
        if (!thought.summary().isEmpty()) {
          json.writeArrayFieldStart("summary");
          for (String summary : thought.summary()) {
            json.writeString(summary);
          }
          json.writeEndArray();
        }
        signature(json, thought.signature());
      }
      case Part.RedactedReasoning(Signature data) -> {
        json.writeStringField("type", "redactedReasoning");
        signature(json, Optional.of(data));
      }
      case Part.Refusal(String text) -> {
        json.writeStringField("type", "refusal");
        json.writeStringField("text", text);
      }
      case Part.ToolCall call -> {
        json.writeStringField("type", "toolCall");
        json.writeStringField("id", call.id());
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        signature(json, call.signature());
      }
      case Part.ToolResult(String callId, List<Part> content, boolean failed) -> {
        json.writeStringField("type", "toolResult");
        json.writeStringField("callId", callId);
        parts(json, "content", content);
        if (failed) {
          json.writeBooleanField("failed", true);
        }
      }
      case Part.CacheBreakpoint breakpoint -> {
        json.writeStringField("type", "cacheBreakpoint");
        ttl(json, breakpoint);
      }
      case Part.NativePart(Native value) -> {
        json.writeStringField("type", "native");
        beyond(json, value);
      }
    }
  }

  static void ttl(JsonGenerator json, Part.CacheBreakpoint breakpoint) throws IOException {
    if (breakpoint.ttl().isPresent()) {
      json.writeNumberField("ttlSeconds", breakpoint.ttl().get().toSeconds());
    }
  }

  static void beyond(JsonGenerator json, Native value) throws IOException {
    json.writeStringField("protocol", value.protocol());
    json.writeStringField("model", value.model());
    json.writeStringField("member", value.member());
    json.writeStringField("json", value.json());
  }

  private static void media(JsonGenerator json, Media media) throws IOException {
    switch (media) {
      case Media.Inline(String type, String base64) -> {
        json.writeStringField("mediaType", type);
        json.writeStringField("base64", base64);
      }
      case Media.Remote(URI uri) -> json.writeStringField("uri", uri.toString());
    }
  }

  private static void signature(JsonGenerator json, Optional<Signature> signature)
      throws IOException {
    if (signature.isPresent()) {
      json.writeStringField("signatureOrigin", signature.get().origin());
      json.writeStringField("signature", signature.get().value());
    }
  }

  private static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }
}
