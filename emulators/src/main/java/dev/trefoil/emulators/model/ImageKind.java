// Tells images apart by their first bytes, as services do to find wrong labels.
package dev.trefoil.emulators.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The formats that all vendors take. */
public enum ImageKind {
  /** image/png. */
  PNG,
  /** image/jpeg. */
  JPEG,
  /** image/gif. */
  GIF,
  /** image/webp. */
  WEBP;

  private static final int ENOUGH = 16;

  /** The media type. */
  public String mediaType() {
    return "image/" + name().toLowerCase(Locale.ROOT);
  }

  /** What an image in Base64 seems to be; empty if it is like none of these. */
  public static Optional<ImageKind> of(String base64) {
    byte[] start = decode(base64.substring(0, Math.min(ENOUGH * 4 / 3, base64.length()) & ~3));
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("GIF8")) {
      return Optional.of(GIF);
    }
    return text.startsWith("RIFF") && text.startsWith("WEBP", 8)
        ? Optional.of(WEBP)
        : Optional.empty();
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Whether it is Base64 at all is for the schema to say.
      return new byte[0];
    }
  }
}
