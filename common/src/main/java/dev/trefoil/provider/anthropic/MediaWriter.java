package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Begins blocks of images and documents that are sent along, of types that {@link MessagesRules}
 * let pass.
 */
final class MediaWriter {
  private final JsonGenerator out;

  MediaWriter(JsonGenerator out) {
    this.out = out;
  }

  void image(Media media) throws IOException {
    Media.Inline image = media.inline();
    out.writeStartObject();
    out.writeStringField("type", "image");
    source("base64", MessagesRules.IMAGES.get(image.type()), image.base64());
  }

  void document(Media media, Optional<String> name) throws IOException {
    Media.Inline document = media.inline();
    out.writeStartObject();
    out.writeStringField("type", "document");
    if (document.type().equals("application/pdf")) {
      source("base64", document.type(), document.base64());
    } else {
      byte[] text = Base64.getDecoder().decode(document.base64());
      source("text", "text/plain", new String(text, StandardCharsets.UTF_8));
    }
    if (name.isPresent() && !name.get().isBlank()) {
      out.writeStringField("title", name.get());
    }
  }

  private void source(String kind, String type, String data) throws IOException {
    out.writeObjectFieldStart("source");
    out.writeStringField("type", kind);
    out.writeStringField("media_type", type);
    out.writeStringField("data", data);
    out.writeEndObject();
  }
}
