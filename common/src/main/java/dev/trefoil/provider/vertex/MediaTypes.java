package dev.trefoil.provider.vertex;

import dev.trefoil.chat.Media;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which images, sounds and files Vertex AI takes: bytes sent along, or an object in Cloud Storage.
 * Types by Google Cloud's pages "Image understanding", "Document understanding", "Audio
 * understanding" and "Video understanding". An object is read with our rights, so that whoever
 * writes its address would choose what of ours is read: only the buckets that the configuration
 * names are.
 */
final class MediaTypes {
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

  private MediaTypes() {}

  /** Vertex AI's name of a medium's type; empty where it takes none of it. */
  static Optional<String> of(Media media) {
    return switch (media) {
      case Media.Inline(String type, String base64) -> type(type);
      case Media.Remote(URI uri) -> extension(uri);
    };
  }

  /**
   * Why a medium cannot be sent; empty where it can.
   *
   * @param buckets whose objects may be read
   */
  static String objection(Media media, Set<String> buckets) {
    if (media instanceof Media.Remote(URI uri)) {
      if (!uri.getScheme().equalsIgnoreCase("gs")) {
        return "addresses of the scheme " + uri.getScheme() + " are not fetched: send the bytes";
      }
      // As it is written, since that is what is sent: a name that would have to be decoded first
      // is on no list.
      String bucket = Objects.requireNonNullElse(uri.getRawAuthority(), "");
      if (!buckets.contains(bucket)) {
        return "the bucket " + bucket + " is not among those that may be read here: send the bytes";
      }
    }
    if (of(media).isPresent()) {
      return "";
    }
    return media instanceof Media.Inline(String type, String base64)
        ? "Gemini takes no content of the type " + type
        : "the type of an object in Cloud Storage is told by its name's ending, and this one's is"
            + " not known";
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
