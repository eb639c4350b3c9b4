// The fields of a form that was posted, or of a query.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.net.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded fields.
 *
 * @param fields by name; of a repeated one the first
 */
public record Form(Map<String, String> fields) {

  /** The fields of the query and the body together. */
  public static Form of(HttpRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    read(request.query(), fields);
    read(new String(request.body(), StandardCharsets.UTF_8), fields);
    return new Form(fields);
  }

  /** A field that says something. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
  }

  /** The members of a list in AWS's query protocol: {@code name.member.1} and so on. */
  public List<String> members(String name) {
    List<String> members = new ArrayList<>();
    for (int i = 1; fields.containsKey(name + ".member." + i); i++) {
      members.add(fields.get(name + ".member." + i));
    }
    return members;
  }

  private static void read(String text, Map<String, String> fields) {
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoding: then it is what it says.
      return text;
    }
  }
}
