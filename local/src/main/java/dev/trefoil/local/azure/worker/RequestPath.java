// What becomes of a path between the request line and the worker.
package dev.trefoil.local.azure.worker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Paths, decoded by Kestrel and encoded by the host: what was encoded twice is encoded once in the
 * end, and what cannot be decoded stays as it is. Sources: Kestrel's UrlDecoder and PathNormalizer,
 * ASP.NET Core's PathString.ToUriComponent
 */
final class RequestPath {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String UNENCODED = "!$&'()*+,-./:;=@_~";

  private RequestPath() {}

  /**
   * Decodes a path, an encoded slash excepted, and takes its dot segments out.
   *
   * @return nothing for what Kestrel refuses with 400: an encoded NUL, or what is not ASCII
   */
  static Optional<String> decode(String raw) {
    if (!raw.chars().allMatch(c -> c < 0x80)) {
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder();
    int i = 0;
    while (i < raw.length()) {
      int bytes = encodedCharacter(raw, i);
      if (bytes == 0) {
        path.append(raw.charAt(i++));
        continue;
      }
      ByteBuffer encoded = ByteBuffer.allocate(bytes);
      for (int end = i + 3 * bytes; i < end; i += 3) {
        encoded.put((byte) HexFormat.fromHexDigits(raw, i + 1, i + 3));
      }
      try {
        String character = StandardCharsets.UTF_8.newDecoder().decode(encoded.flip()).toString();
        if (character.equals("\0")) {
          return Optional.empty();
        }
        path.append(character);
      } catch (CharacterCodingException e) {
        i += 3 - 3 * bytes;
        path.append(raw, i - 3, i);
      }
    }
    return Optional.of(withoutDots(path.toString()));
  }

  /** How many encoded bytes one character takes, by the first; zero where none can be read. */
  private static int encodedCharacter(String raw, int at) {
    if (!isEncoded(raw, at) || raw.regionMatches(true, at, "%2F", 0, 3)) {
      return 0;
    }
    int first = HexFormat.fromHexDigits(raw, at + 1, at + 3);
    int bytes = first < 0x80 ? 1 : Integer.numberOfLeadingZeros(~first << 24);
    for (int i = 1; i < bytes; i++) {
      if (!isEncoded(raw, at + 3 * i)) {
        return 0;
      }
    }
    return Math.min(bytes, 4);
  }

  private static boolean isEncoded(String text, int at) {
    return at + 2 < text.length()
        && text.charAt(at) == '%'
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }

  /** RFC 3986, 5.2.4. */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean dots = segments[i].equals(".") || segments[i].equals("..");
      if (segments[i].equals("..")) {
        kept.pollLast();
      }
      if (!dots) {
        kept.add(segments[i]);
      } else if (i == segments.length - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Encodes a path, but what looks encoded. */
  static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      int c = path.codePointAt(i);
      if (isEncoded(path, i) || c < 0x80 && (isAlphanumeric(c) || UNENCODED.indexOf(c) >= 0)) {
        encoded.append((char) c);
        continue;
      }
      for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
      i += Character.charCount(c) - 1;
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(int c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}
