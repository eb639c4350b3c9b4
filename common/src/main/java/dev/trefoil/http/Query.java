package dev.trefoil.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands behind a URL's question mark: names with values, as HTML's forms write them.
 *
 * @param text without the question mark, still percent-encoded; empty where there is none
 */
public record Query(String text) {
  /** Of a URL without one. */
  public static final Query NONE = new Query("");

  /** The last value of a name, decoded. */
  public Optional<String> last(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** All values of a name, decoded, in order. What cannot be decoded stays as it is. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String pair : text.split("&")) {
        int equals = pair.indexOf('=');
        if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
          values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
