// What Gemini takes beside text, in the service's words. Nothing is fetched.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.Part;
import java.util.regex.Pattern;

/** Checks parts with bytes or links. */
final class GeminiMediaRules {

  /** By Vertex AI's pages on image, document, audio and video understanding; no GIF among them. */
  private static final Pattern TYPES =
      Pattern.compile(
          "image/(png|jpeg|webp|heic|heif)|application/pdf|text/plain"
              + "|audio/(x-aac|aac|flac|mp3|m4a|mpeg|mpga|mp4|ogg|opus|pcm|wav|x-wav|webm)"
              + "|video/(x-flv|quicktime|mpeg|mpegs|mpg|mp4|webm|wmv|3gpp)");

  private GeminiMediaRules() {}

  static void check(Part part) throws VertexRefusal {
    if (part.hasInlineData()) {
      checkType(part.getInlineData().getMimeType());
      if (part.getInlineData().getData().isEmpty()) {
        throw VertexErrors.unable("it has an empty inlineData parameter");
      }
    }
    if (part.hasFileData()) {
      checkType(part.getFileData().getMimeType());
      // The service can be told to fetch from the web. Ours is not.
      if (!part.getFileData().getFileUri().matches("gs://[^/]+/.+")) {
        throw VertexErrors.invalid("Unsupported file uri: " + part.getFileData().getFileUri());
      }
    }
  }

  private static void checkType(String type) throws VertexRefusal {
    if (type.isEmpty()) {
      throw VertexErrors.unable(
          "it has an empty mimeType parameter. Add a value to the mimeType parameter and try again");
    }
    if (!TYPES.matcher(type).matches()) {
      throw VertexErrors.unable(
          "it has a mimeType parameter with value %s, which is not supported. Update the mimeType and try again"
              .formatted(type));
    }
  }
}
