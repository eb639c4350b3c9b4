package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.AudioBlock;
import software.amazon.awssdk.services.bedrockruntime.model.AudioSource;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;

/** Images, sounds and documents of one request that {@link ConverseRules} let pass, as bytes. */
final class MediaMapper {
  private static final int LONGEST_NAME = 200;

  private final Set<String> names = new HashSet<>();

  ImageBlock image(Part.Image image) {
    Media.Inline media = image.media().inline();
    return ImageBlock.builder()
        .format(ConverseRules.IMAGES.get(media.type()))
        .source(ImageSource.fromBytes(bytes(media)))
        .build();
  }

  AudioBlock audio(Part.Audio audio) {
    Media.Inline media = audio.media().inline();
    return AudioBlock.builder()
        .format(ConverseRules.SOUNDS.get(media.type()))
        .source(AudioSource.fromBytes(bytes(media)))
        .build();
  }

  DocumentBlock document(Part.File file) {
    Media.Inline media = file.media().inline();
    return DocumentBlock.builder()
        .format(ConverseRules.DOCUMENTS.get(media.type()))
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

  private static SdkBytes bytes(Media.Inline media) {
    return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(media.base64()));
  }
}
