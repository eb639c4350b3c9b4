// The body in the type that a function declares, by the host's and the worker's rules.
package dev.trefoil.local.azure.worker;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts bodies. The host sends the worker bytes for octet streams and multipart, and text for
 * everything else, whatever its type, charset or encoding says: decoded as UTF-8, or as a byte
 * order mark says, with U+FFFD where that fails. An empty body is not there at all. Sources:
 * PopulateBody of azure-functions-host and ReadAsStringAsync of azure-webjobs-sdk-extensions, both
 * of which read what has a Content-Length only (azure-functions-java-worker, issue 781)
 */
final class RequestBody {
  /** Byte order marks, the longer ones first. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("0000feff", Charset.forName("UTF-32BE")),
          new Mark("fffe0000", Charset.forName("UTF-32LE")),
          new Mark("efbbbf", StandardCharsets.UTF_8),
          new Mark("feff", StandardCharsets.UTF_16BE),
          new Mark("fffe", StandardCharsets.UTF_16LE));

  private RequestBody() {}

  private record Mark(byte[] bytes, Charset charset) {
    Mark(String hex, Charset charset) {
      this(HexFormat.of().parseHex(hex), charset);
    }

    boolean isAtStartOf(byte[] body) {
      return body.length >= bytes.length
          && Arrays.equals(body, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  /**
   * @param type {@code String}, {@code byte[]}, or an {@code Optional} of one
   * @throws ClassCastException for any other, and for a text as bytes: the worker takes it for
   *     JSON, for an array of numbers
   */
  static Object convert(byte[] body, String contentType, Type type) {
    if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
      return body.length == 0
          ? Optional.empty()
          : Optional.of(value(body, contentType, optional.getActualTypeArguments()[0]));
    }
    return body.length == 0 ? null : value(body, contentType, type);
  }

  private static Object value(byte[] body, String contentType, Type type) {
    if (type == byte[].class && isBinary(contentType)) {
      return body;
    }
    if (type == String.class || type == Object.class) {
      return isBinary(contentType) ? new String(body, StandardCharsets.UTF_8) : text(body);
    }
    throw new ClassCastException(
        "a body of the type '" + contentType + "' cannot be had as " + type.getTypeName());
  }

  private static boolean isBinary(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("application/octet-stream") || type.startsWith("multipart/");
  }

  private static String text(byte[] body) {
    for (Mark mark : MARKS) {
      if (mark.isAtStartOf(body)) {
        int start = mark.bytes().length;
        return new String(body, start, body.length - start, mark.charset());
      }
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
