package dev.trefoil.door;

import dev.trefoil.chat.Media;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads images, sounds and files: sent along as base64, or as an address that we never fetch. */
public final class MediaParser {
  private static final Pattern DATA_URL =
      Pattern.compile("data:([a-zA-Z0-9.+-]+/[a-zA-Z0-9.+-]+)(?:;[^;,]*)*;base64,");

  /** Of base64, by which an image is known. */
  private static final int FIRST = 16;

  private static final List<String> SCHEMES = List.of("https", "http", "gs", "s3");

  private MediaParser() {}

  /** An image whose address or data URL a field holds, with the type that its bytes show. */
  public static Media image(RequestFields fields, String field) throws Problem {
    return seen(url(fields, field));
  }

  /** An image's base64, with the type that its bytes show. */
  public static Media image(RequestFields fields, String field, String type) throws Problem {
    return seen(inline(fields, field, type));
  }

  /** What is sent along as base64 in a field. */
  public static Media.Inline inline(RequestFields fields, String field, String type)
      throws Problem {
    return new Media.Inline(type, base64(fields.at(field), fields.requiredText(field)));
  }

  /** The image with the type that its bytes show. */
  private static Media seen(Media media) {
    if (media instanceof Media.Inline(String type, String base64)) {
      String first = base64.substring(0, Math.min(base64.length(), FIRST));
      return ImageTypes.of(Base64.getDecoder().decode(first))
          .<Media>map(seen -> new Media.Inline(seen, base64))
          .orElse(media);
    }
    return media;
  }

  /** What a field holds as a data URL, or has an address of. */
  public static Media url(RequestFields fields, String field) throws Problem {
    String path = fields.at(field);
    String url = fields.requiredText(field);
    Matcher data = DATA_URL.matcher(url);
    if (data.lookingAt()) {
      return new Media.Inline(
          data.group(1).toLowerCase(Locale.ROOT), base64(path, url.substring(data.end())));
    }
    try {
      URI uri = new URI(url);
      if (uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getAuthority() != null) {
        return new Media.Remote(uri);
      }
    } catch (URISyntaxException e) {
      throw Problem.invalid(path, "'" + path + "' is not a URL: " + e.getReason() + ".");
    }
    throw Problem.invalid(
        path, "'" + path + "' must be a data URL in base64, or a URL with https, gs or s3.");
  }

  private static String base64(String path, String text) throws Problem {
    try {
      if (Base64.getDecoder().decode(text).length > 0 && text.length() % 4 == 0) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(path, "'" + path + "' is not base64: " + e.getMessage() + ".");
    }
    throw Problem.invalid(path, "'" + path + "' is empty or not padded base64.");
  }
}
