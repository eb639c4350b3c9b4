package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import dev.trefoil.provider.ProviderException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.AudioBlock;
import software.amazon.awssdk.services.bedrockruntime.model.AudioSource;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;

/**
 * Images, sounds and documents of one request, as bytes. Addresses are refused: whoever may write
 * them would choose what is read with our rights.
 */
final class MediaMapper {
  private static final String FIELD = "messages";

  private static final Map<String, String> IMAGES =
      Map.of(
          "image/png", "png",
          "image/jpeg", "jpeg",
          "image/jpg", "jpeg",
          "image/gif", "gif",
          "image/webp", "webp");

  private static final Map<String, String> SOUNDS = Map.of("audio/wav", "wav", "audio/mp3", "mp3");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf", "pdf",
          "text/csv", "csv",
          "application/msword", "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
          "application/vnd.ms-excel", "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
          "text/html", "html",
          "text/plain", "txt",
          "text/markdown", "md");

  private static final int LONGEST_NAME = 200;

  private final ConverseInput asked;
  private final Set<String> names = new HashSet<>();

  MediaMapper(ConverseInput asked) {
    this.asked = asked;
  }

  ImageBlock image(Part.Image image) throws ProviderException {
    if (!asked.can().images()) {
      throw ConverseInput.refused(FIELD, "the model sees no images");
    }
    Media.Inline media = inline(image.media());
    return ImageBlock.builder()
        .format(format(IMAGES, media, "images of PNG, JPEG, GIF or WebP"))
        .source(ImageSource.fromBytes(bytes(media)))
        .build();
  }

  AudioBlock audio(Part.Audio audio) throws ProviderException {
    if (asked.claude().isPresent()) {
      throw ConverseInput.refused(FIELD, "the model does not hear");
    }
    Media.Inline media = inline(audio.media());
    return AudioBlock.builder()
        .format(format(SOUNDS, media, "sounds of WAV or MP3"))
        .source(AudioSource.fromBytes(bytes(media)))
        .build();
  }

  DocumentBlock document(Part.File file) throws ProviderException {
    Media.Inline media = inline(file.media());
    return DocumentBlock.builder()
        .format(format(DOCUMENTS, media, "PDF, Word, Excel, CSV, HTML, Markdown and plain text"))
        .name(name(file.name().orElse("")))
        .source(DocumentSource.fromBytes(bytes(media)))
        .build();
  }

  /**
   * A name that is like the given one and that the service takes: letters, digits, single spaces,
   * hyphens, parentheses and square brackets (DocumentBlock, Amazon Bedrock API reference), without
   * the ending, which the format says; no two alike.
   */
  private String name(String given) {
    int dot = given.lastIndexOf('.');
    String clean =
        (dot > 0 ? given.substring(0, dot) : given)
            .replaceAll("[^a-zA-Z0-9()\\[\\]-]+", " ")
            .strip();
    String name =
        clean.isEmpty() ? "document" : clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
    String unique = name;
    for (int i = 2; !names.add(unique.toLowerCase(Locale.ROOT)); i++) {
      String mark = " (" + i + ")";
      unique = name.substring(0, Math.min(name.length(), LONGEST_NAME - mark.length())) + mark;
    }
    return unique;
  }

  private static Media.Inline inline(Media media) throws ProviderException {
    return switch (media) {
      case Media.Inline inline -> inline;
      case Media.Remote remote ->
          throw ConverseInput.refused(
              FIELD, "content must be sent along as a data URL: none is fetched");
    };
  }

  private static String format(Map<String, String> formats, Media.Inline media, String known)
      throws ProviderException {
    String format = formats.get(media.type());
    if (format == null) {
      throw ConverseInput.refused(FIELD, "Bedrock takes " + known + ", not " + media.type());
    }
    return format;
  }

  private static SdkBytes bytes(Media.Inline media) {
    return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(media.base64()));
  }
}
