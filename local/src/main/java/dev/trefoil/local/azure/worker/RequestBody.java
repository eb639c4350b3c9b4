// The body in the type that a function declares, by the worker's rules.
package dev.trefoil.local.azure.worker;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts bodies. The host sends the worker bytes for octet streams and multipart, and text,
 * decoded as UTF-8, for everything else; an empty body is not there at all.
 */
final class RequestBody {
  private RequestBody() {}

  /**
   * @param type {@code String}, {@code byte[]}, or an {@code Optional} of one
   * @throws ClassCastException for any other
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
    if (type == byte[].class) {
      return isBinary(contentType) ? body : text(body).getBytes(StandardCharsets.UTF_8);
    }
    if (type == String.class || type == Object.class) {
      return text(body);
    }
    throw new ClassCastException("a body cannot be had as " + type.getTypeName() + " here");
  }

  private static boolean isBinary(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("application/octet-stream") || type.startsWith("multipart/");
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
