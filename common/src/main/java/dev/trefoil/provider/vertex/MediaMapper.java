package dev.trefoil.provider.vertex;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.trefoil.chat.Media;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Images, sounds and files: bytes sent along, or an object in Cloud Storage. Types by Google
 * Cloud's pages "Image understanding", "Document understanding", "Audio understanding" and "Video
 * understanding". An object is read with our rights, so that whoever writes its address would
 * choose what of ours is read: only the buckets that the configuration names are.
 */
final class MediaMapper {
  private static final Set<String> TYPES =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/webp",
          "image/heic",
          "image/heif",
          "application/pdf",
          "text/plain",
          "audio/aac",
          "audio/flac",
          "audio/mp3",
          "audio/m4a",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/opus",
          "audio/wav",
          "audio/webm",
          "video/mp4",
          "video/mpeg",
          "video/quicktime",
          "video/webm",
          "video/wmv",
          "video/3gpp");

  /** Other names for types that Vertex AI takes: all texts are plain ones to it. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "image/jpg", "image/jpeg",
          "audio/x-wav", "audio/wav",
          "application/json", "text/plain",
          "application/xml", "text/plain",
          "application/yaml", "text/plain");

  private static final Map<String, String> EXTENSIONS =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/plain"),
          Map.entry("csv", "text/plain"),
          Map.entry("json", "text/plain"),
          Map.entry("flac", "audio/flac"),
          Map.entry("mp3", "audio/mp3"),
          Map.entry("wav", "audio/wav"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("webm", "video/webm"));

  private final Set<String> buckets;

  /**
   * @param buckets whose objects may be read, with our rights
   */
  MediaMapper(Set<String> buckets) {
    this.buckets = buckets;
  }

  /**
   * @throws ProviderException UNSUPPORTED for a model that sees none
   */
  static void requireImages(Capabilities model) throws ProviderException {
    if (!model.images()) {
      throw Refusal.of("messages", model.family() + " sees no images");
    }
  }

  /** Takes the type and the bytes, or the type and the address. */
  interface Target {
    void bytes(String type, ByteString bytes);

    void address(String type, String uri);
  }

  /**
   * @throws ProviderException UNSUPPORTED for a type or an address that Vertex AI does not take
   */
  void map(Media media, Target target) throws ProviderException {
    switch (media) {
      case Media.Inline(String type, String base64) ->
          target.bytes(
              type(type)
                  .orElseThrow(
                      () -> Refusal.of("messages", "Gemini takes no content of the type " + type)),
              UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(base64)));
      case Media.Remote(URI uri) -> {
        if (!uri.getScheme().equalsIgnoreCase("gs")) {
          throw Refusal.of(
              "messages",
              "addresses of the scheme " + uri.getScheme() + " are not fetched: send the bytes");
        }
        // As it is written, since that is what is sent: a name that would have to be decoded first
        // is on no list.
        String bucket = Objects.requireNonNullElse(uri.getRawAuthority(), "");
        if (!buckets.contains(bucket)) {
          throw Refusal.of(
              "messages",
              "the bucket " + bucket + " is not among those that may be read here: send the bytes");
        }
        target.address(
            extension(uri)
                .orElseThrow(
                    () ->
                        Refusal.of(
                            "messages",
                            "the type of an object in Cloud Storage is told by its name's ending,"
                                + " and this one's is not known")),
            "gs" + uri.toString().substring(2));
      }
    }
  }

  private static Optional<String> type(String type) {
    String known = ALIASES.getOrDefault(type, type.startsWith("text/") ? "text/plain" : type);
    return TYPES.contains(known) ? Optional.of(known) : Optional.empty();
  }

  private static Optional<String> extension(URI uri) {
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(EXTENSIONS.get(ending));
  }
}
