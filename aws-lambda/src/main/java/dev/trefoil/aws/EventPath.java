package dev.trefoil.aws;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a call without what the door puts before it. A stage stands there where an HTTP API
 * has a named one, in either format, and the mapping key of a custom domain in format 1.0, of REST
 * APIs as of HTTP APIs, with or without the stage ("Create AWS Lambda proxy integrations for HTTP
 * APIs", "Payload format differences"; localstack/localstack 12296 has the cases of REST APIs).
 * Both are before what the route of the API matched, which the event tells.
 */
final class EventPath {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}+]+)\\+?}");

  private EventPath() {}

  /**
   * Takes stage and mapping key off.
   *
   * @param path of the event
   * @return still percent-encoded, or anew where the door had decoded it
   */
  static String of(JrsObject event, AwsDoor door, String path) {
    String bare =
        matched(event)
            .flatMap(matched -> from(path, matched))
            .orElseGet(() -> door == AwsDoor.HTTP_API ? withoutStage(event, path) : path);
    return door.decodesPaths() ? bare.replace("%", "%25") : bare;
  }

  /** What the route of the API matched; nothing where it is the default one. */
  private static Optional<String> matched(JrsObject event) {
    String route =
        Json.text(event, "routeKey")
            .map(key -> key.substring(key.indexOf(' ') + 1))
            .or(() -> Json.text(event, "resource"))
            .orElse("");
    if (!route.startsWith("/")) {
      return Optional.empty();
    }
    StringBuilder filled = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(route);
    while (parameter.find()) {
      Optional<String> value = Json.text(event, "pathParameters", parameter.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      parameter.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
    }
    return Optional.of(parameter.appendTail(filled).toString());
  }

  /** The longest part of a path that is {@code end}; parameters may be decoded, or not. */
  private static Optional<String> from(String path, String end) {
    String wanted = withoutSlash(end);
    for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
      String part = path.substring(i);
      String bare = withoutSlash(part);
      if (bare.equals(wanted) || decoded(bare).equals(wanted)) {
        return Optional.of(part);
      }
    }
    return wanted.isEmpty() ? Optional.of("/") : Optional.empty();
  }

  private static String withoutStage(JrsObject event, String path) {
    String stage = Json.text(event, "requestContext", "stage").orElse("$default");
    String prefix = "/" + stage;
    boolean staged = path.equals(prefix) || path.startsWith(prefix + "/");
    return staged && !stage.equals("$default") ? path.substring(prefix.length()) : path;
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path; // The core says what is wrong with it.
    }
  }
}
