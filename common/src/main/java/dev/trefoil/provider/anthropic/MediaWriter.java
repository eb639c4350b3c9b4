package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Media;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Writes images and documents that are sent along. Addresses are refused, although the service
 * could read them: what it fetches from there nobody here has seen, and the other services cannot.
 */
final class MediaWriter {
  private final JsonGenerator out;
  private final Capabilities model;

  MediaWriter(JsonGenerator out, Capabilities model) {
    this.out = out;
    this.model = model;
  }

  void image(Media media) throws IOException, ProviderException {
    if (!model.images()) {
      throw Refusals.of("messages", "this model sees no images");
    }
    Media.Inline image = inline(media);
    String type =
        switch (image.type()) {
          case "image/jpeg", "image/jpg" -> "image/jpeg";
          case "image/png", "image/gif", "image/webp" -> image.type();
          default ->
              throw Refusals.of(
                  "messages", "Claude sees JPEG, PNG, GIF and WebP, not " + image.type());
        };
    out.writeStartObject();
    out.writeStringField("type", "image");
    source("base64", type, image.base64());
    out.writeEndObject();
  }

  void document(Media media, Optional<String> name) throws IOException, ProviderException {
    Media.Inline document = inline(media);
    out.writeStartObject();
    out.writeStringField("type", "document");
    if (document.type().equals("application/pdf")) {
      source("base64", document.type(), document.base64());
    } else if (document.type().startsWith("text/") || document.type().equals("application/json")) {
      source("text", "text/plain", text(document));
    } else {
      throw Refusals.of("messages", "Claude reads PDF and text, not " + document.type());
    }
    if (name.isPresent() && !name.get().isBlank()) {
      out.writeStringField("title", name.get());
    }
    out.writeEndObject();
  }

  private void source(String kind, String type, String data) throws IOException {
    out.writeObjectFieldStart("source");
    out.writeStringField("type", kind);
    out.writeStringField("media_type", type);
    out.writeStringField("data", data);
    out.writeEndObject();
  }

  private static Media.Inline inline(Media media) throws ProviderException {
    return switch (media) {
      case Media.Inline inline -> inline;
      case Media.Remote remote ->
          throw Refusals.of(
              "messages", "addresses of images and files are not followed: send them in base64");
    };
  }

  private static String text(Media.Inline document) throws ProviderException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(document.base64())))
          .toString();
    } catch (CharacterCodingException e) {
      throw Refusals.of("messages", "a file of type " + document.type() + " is not in UTF-8");
    }
  }
}
