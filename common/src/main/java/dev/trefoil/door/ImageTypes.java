package dev.trefoil.door;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What images are by their first bytes. Screenshots of one kind under the name of another are
 * common, and services refuse them.
 */
final class ImageTypes {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[] GIF = ascii("GIF8");
  private static final byte[] RIFF = ascii("RIFF");
  private static final byte[] WEBP = ascii("WEBP");
  private static final int WEBP_AT = 8;

  private ImageTypes() {}

  /** The type of PNG, JPEG, GIF and WebP; empty of all else. */
  static Optional<String> of(byte[] bytes) {
    if (stands(PNG, 0, bytes)) {
      return Optional.of("image/png");
    }
    if (stands(JPEG, 0, bytes)) {
      return Optional.of("image/jpeg");
    }
    if (stands(GIF, 0, bytes)) {
      return Optional.of("image/gif");
    }
    return stands(RIFF, 0, bytes) && stands(WEBP, WEBP_AT, bytes)
        ? Optional.of("image/webp")
        : Optional.empty();
  }

  private static boolean stands(byte[] mark, int at, byte[] bytes) {
    if (bytes.length < at + mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
