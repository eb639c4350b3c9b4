// One HTTP request, read whole.
package dev.trefoil.emulators.net;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request.
 *
 * @param method as sent
 * @param path the path as sent, still percent-encoded
 * @param query what follows the question mark, still encoded; empty without one
 * @param headers all headers
 * @param body the whole body, empty without one
 */
public record HttpRequest(String method, String path, String query, Headers headers, byte[] body) {

  /** The first query parameter of this name, decoded. */
  public Optional<String> parameter(String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (URLDecoder.decode(key, StandardCharsets.UTF_8).equals(name)) {
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }
}
