package dev.trefoil.door.chat;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Part;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads images, sounds and files: sent along as base64, or as an address that we never fetch. */
final class MediaParser {
  private static final Pattern DATA_URL =
      Pattern.compile("data:([a-zA-Z0-9.+-]+/[a-zA-Z0-9.+-]+)(?:;[^;,]*)*;base64,");

  /** Of base64, by which an image is known. */
  private static final int FIRST = 16;

  private static final List<String> SCHEMES = List.of("https", "http", "gs", "s3");

  private MediaParser() {}

  static Part image(RequestFields part) throws Problem {
    RequestFields image = part.object("image_url").orElseThrow(() -> part.missing("image_url"));
    // Left to the service: the same as saying nothing.
    Optional<String> detail =
        image.word("detail", List.of("auto", "low", "high")).filter(word -> !word.equals("auto"));
    return new Part.Image(seen(media(image, "url", image.requiredText("url"))), detail);
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

  static Part audio(RequestFields part) throws Problem {
    RequestFields audio = part.object("input_audio").orElseThrow(() -> part.missing("input_audio"));
    String format =
        audio.word("format", List.of("wav", "mp3")).orElseThrow(() -> audio.missing("format"));
    String data = base64(audio.at("data"), audio.requiredText("data"));
    return new Part.Audio(new Media.Inline("audio/" + format, data));
  }

  static Part file(RequestFields part) throws Problem {
    RequestFields file = part.object("file").orElseThrow(() -> part.missing("file"));
    if (file.value("file_id").isPresent()) {
      throw Problem.unsupported(
          file.at("file_id"), "Files are not kept here: send the file itself in 'file_data'.");
    }
    Optional<String> name = file.text("filename");
    return new Part.File(media(file, "file_data", file.requiredText("file_data")), name);
  }

  private static Media media(RequestFields fields, String field, String url) throws Problem {
    String path = fields.at(field);
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
