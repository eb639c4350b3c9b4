package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request to an HTTP API. Arguments that its address names are encoded into it: none can change
 * the host, climb in the path or add a parameter. The others go into the query, or into the body of
 * a method that has one.
 */
record HttpToolCall(String method, URI uri, Optional<byte[]> body) {
  /** An argument's place in an address. */
  static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]{1,64})}");

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /**
   * @throws IllegalArgumentException with what is wrong with the arguments, for the model
   */
  static HttpToolCall of(ToolSettings.Http settings, Map<String, JrsValue> arguments) {
    Set<String> used = new HashSet<>();
    StringBuilder url =
        new StringBuilder(filled(settings.url(), arguments, used, HttpToolCall::inAddress));
    Optional<byte[]> body =
        settings
            .body()
            .map(text -> filled(text, arguments, used, HttpToolCall::inText))
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    Map<String, JrsValue> rest = new TreeMap<>(arguments);
    rest.keySet().removeAll(used);
    if (body.isEmpty() && WITH_BODY.contains(settings.method())) {
      body = Optional.of(body(rest));
    } else if (body.isEmpty()) {
      query(url, rest);
    }
    return new HttpToolCall(settings.method(), URI.create(url.toString()), body);
  }

  private static String filled(
      String template,
      Map<String, JrsValue> arguments,
      Set<String> used,
      UnaryOperator<String> coded) {
    Matcher places = PLACE.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      String name = places.group(1);
      JrsValue value = arguments.get(name);
      if (value == null || value.isNull() || value.isContainerNode()) {
        throw new IllegalArgumentException("'" + name + "' must be a text or a number.");
      }
      used.add(name);
      places.appendReplacement(filled, Matcher.quoteReplacement(coded.apply(value.asText())));
    }
    return places.appendTail(filled).toString();
  }

  private static String inAddress(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("A part of the address cannot be '" + text + "'.");
    }
    return encoded(text);
  }

  /** Within the quotes that stand around it. */
  private static String inText(String text) {
    String quoted = Json.value(json -> json.writeString(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] body(Map<String, JrsValue> arguments) {
    return Json.object(
            json -> {
              for (Map.Entry<String, JrsValue> argument : arguments.entrySet()) {
                json.writeFieldName(argument.getKey());
                Json.write(json, argument.getValue());
              }
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void query(StringBuilder url, Map<String, JrsValue> arguments) {
    char before = url.indexOf("?") < 0 ? '?' : '&';
    for (Map.Entry<String, JrsValue> argument : arguments.entrySet()) {
      JrsValue value = argument.getValue();
      if (value.isNull()) {
        continue;
      }
      String text = value.isContainerNode() ? Json.write(value) : value.asText();
      url.append(before).append(encoded(argument.getKey())).append('=').append(encoded(text));
      before = '&';
    }
  }

  /** As browsers do: after 303, and after 301 and 302 of a POST, with GET and without a body. */
  HttpToolCall redirected(int status, URI to) {
    boolean get = status == 303 || (status == 301 || status == 302) && method.equals("POST");
    return get ? new HttpToolCall("GET", to, Optional.empty()) : new HttpToolCall(method, to, body);
  }

  /** Whether it goes to the same scheme, host and port. */
  boolean isAtOriginOf(HttpToolCall other) {
    return Objects.equals(uri.getScheme(), other.uri.getScheme())
        && uri.getHost().equalsIgnoreCase(other.uri.getHost())
        && uri.getPort() == other.uri.getPort();
  }
}
