package dev.trefoil.provider.vertex;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.trefoil.chat.Media;
import java.net.URI;
import java.util.Base64;

/** Images, sounds and files that {@link GenerateContentRules} let pass. */
final class MediaMapper {
  private MediaMapper() {}

  /** Takes the type and the bytes, or the type and the address. */
  interface Target {
    void bytes(String type, ByteString bytes);

    void address(String type, String uri);
  }

  static void map(Media media, Target target) {
    String type = MediaTypes.of(media).orElseThrow();
    switch (media) {
      case Media.Inline(String given, String base64) ->
          target.bytes(type, UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(base64)));
      case Media.Remote(URI uri) -> target.address(type, "gs" + uri.toString().substring(2));
    }
  }
}
