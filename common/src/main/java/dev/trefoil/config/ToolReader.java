package dev.trefoil.config;

import dev.trefoil.agent.ToolSettings;
import dev.trefoil.agent.ToolTerms;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code tools}: what Trefoil itself may call. */
final class ToolReader {
  static final String NAMES = "[A-Za-z0-9_-]{1,64}";

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH");

  /** RFC 9110: who sends these twice has sent them once. */
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "DELETE", "PUT");

  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "cookie",
          "host",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]");
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]{1,64})}");

  private static final long DEFAULT_TIMEOUT = 10_000;
  private static final long MOST_TIMEOUT = 300_000;
  private static final long DEFAULT_BYTES = 32_768;
  private static final long MOST_BYTES = 262_144;

  private ToolReader() {}

  /**
   * @param tools what is read, by name
   * @param identities who each is told that calls it
   * @param emulated names of those that {@code trefoil up} plays
   */
  static void read(
      ConfigMap declared,
      Map<String, ToolSettings> tools,
      Map<String, ToolIdentity> identities,
      Set<String> emulated) {
    if (declared.names().isEmpty()) {
      declared.mistake("", "names no tool");
    }
    for (String name : declared.names()) {
      if (!name.matches(NAMES)) {
        declared.mistake(name, "is not a tool's name: 1 to 64 letters, digits, - and _");
      }
      ConfigMap tool = declared.map(name).orElseThrow();
      Optional<ToolSettings> read =
          switch (tool.requiredText("kind", "http|mcp", "http or mcp").orElse("")) {
            case "http" -> http(name, tool);
            case "mcp" -> mcp(name, tool);
            default -> {
              tool.names().forEach(tool::forget); // Of an unknown kind, nothing else is judged.
              yield Optional.empty();
            }
          };
      read.ifPresent(settings -> tools.put(name, settings));
      if (tool.flag("emulate")) {
        emulated.add(name);
      }
      identities.put(name, ToolIdentityReader.read(tool));
      tool.refuseTheRest();
    }
  }

  private static Optional<ToolSettings> http(String name, ConfigMap tool) {
    String method = tool.word("method", METHODS).orElse("GET");
    ToolTerms terms = terms(tool, IDEMPOTENT.contains(method));
    String description = tool.requiredText("description").orElse("");
    Schema schema = schema(tool);
    Map<String, String> headers = tool.map("headers").map(ToolReader::headers).orElse(Map.of());
    boolean bodiless = tool.has("body") && List.of("GET", "HEAD", "DELETE").contains(method);
    if (bodiless) {
      tool.mistake("body", "is for POST, PUT and PATCH");
    }
    Optional<String> body = tool.text("body", text -> unsure(text, schema));
    if (!tool.has("url")) {
      tool.mistake("url", "is missing");
    }
    Optional<String> url = tool.text("url", text -> wrongUrl(text, terms.loopback(), schema));
    if (url.isEmpty()) {
      tool.forget("hosts");
      return Optional.empty();
    }
    Set<String> hosts = new HashSet<>();
    hosts.add(URI.create(filled(url.get())).getHost().toLowerCase(Locale.ROOT));
    if (tool.has("hosts")) {
      tool.texts("hosts", ToolReader::wrongHost)
          .forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    }
    return Optional.of(
        new ToolSettings.Http(
            name, description, method, url.get(), headers, body, schema.json(), hosts, terms));
  }

  private static Map<String, String> headers(ConfigMap declared) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : declared.names()) {
      if (!name.matches(ToolIdentityReader.HEADER)) {
        declared.mistake(name, "is not the name of a header");
      } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        declared.mistake(name, "is not for headers: a key is for identity, the rest is HTTP's own");
      }
      declared.text(name, ToolReader::wrongValue).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  private static Optional<String> wrongValue(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        ? Optional.empty()
        : Optional.of("has a character that a header cannot have");
  }

  private static Optional<ToolSettings> mcp(String name, ConfigMap tool) {
    ToolTerms terms = terms(tool, false);
    if (!tool.has("url")) {
      tool.mistake("url", "is missing");
    }
    Optional<String> url = tool.text("url", text -> wrongAddress(text, terms.loopback()));
    Optional<List<String>> allowed =
        tool.has("allowedTools")
            ? Optional.of(tool.texts("allowedTools", text -> Optional.empty()))
            : Optional.empty();
    Set<String> repeatable =
        tool.has("idempotentTools")
            ? Set.copyOf(tool.texts("idempotentTools", text -> Optional.empty()))
            : Set.of();
    return url.map(
        text -> new ToolSettings.Mcp(name, URI.create(text), allowed, repeatable, terms));
  }

  private static ToolTerms terms(ConfigMap tool, boolean idempotent) {
    return new ToolTerms(
        names(tool, "callers"),
        names(tool, "tenants"),
        tool.flag("approval"),
        tool.flag("idempotent", idempotent),
        Duration.ofMillis(tool.number("timeoutMs", 1, MOST_TIMEOUT).orElse(DEFAULT_TIMEOUT)),
        (int) tool.number("maxBytes", 1, MOST_BYTES).orElse(DEFAULT_BYTES),
        tool.flag("allowLoopback"));
  }

  private static List<String> names(ConfigMap tool, String key) {
    return tool.has(key) ? tool.texts(key, text -> Optional.empty()) : List.of();
  }

  /**
   * @param required names of arguments that are always there
   */
  private record Schema(String json, Set<String> required) {}

  private static Schema schema(ConfigMap tool) {
    Optional<ConfigItem> item = tool.item("parameters");
    if (item.isEmpty()) {
      return new Schema("{\"type\":\"object\",\"properties\":{}}", Set.of());
    }
    if (!item.get().isMap()) {
      item.get().mistake("must be a JSON Schema of type object");
      return new Schema("{}", Set.of());
    }
    ConfigMap map = item.get().map();
    if (!map.has("type")) {
      map.mistake("type", "is missing: write object");
    }
    map.text(
        "type",
        text ->
            text.equals("object")
                ? Optional.empty()
                : Optional.of("is not object: a tool's arguments are one"));
    Set<String> required =
        map.has("required")
            ? Set.copyOf(map.texts("required", text -> Optional.empty()))
            : Set.of();
    return new Schema(SchemaText.of(item.get().node()), required);
  }

  private static Optional<String> wrongUrl(String text, boolean loopback, Schema schema) {
    int query = text.indexOf('/', text.indexOf("//") + 2);
    String host = query < 0 ? text : text.substring(0, query);
    if (host.indexOf('{') >= 0) {
      return Optional.of("has an argument in its host, which nobody but the configuration says");
    }
    return unsure(text, schema).or(() -> wrongAddress(filled(text), loopback));
  }

  /** What has no value unless it is required. */
  private static Optional<String> unsure(String text, Schema schema) {
    return PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(1))
        .filter(name -> !schema.required().contains(name))
        .findFirst()
        .map(name -> "has the argument {" + name + "}, which parameters.required does not name");
  }

  private static String filled(String url) {
    return PLACE.matcher(url).replaceAll("x");
  }

  private static Optional<String> wrongAddress(String text, boolean loopback) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
        return Optional.of("is not a URL of a host, without user and fragment");
      }
      boolean local = loopback && LOOPBACK.contains(uri.getHost());
      return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && local
          ? Optional.empty()
          : Optional.of(
              "is not a URL with https: http is for this machine only, with allowLoopback: true");
    } catch (URISyntaxException e) {
      return Optional.of("is not a URL: " + e.getReason());
    }
  }

  private static Optional<String> wrongHost(String text) {
    return HOST.matcher(text).matches() ? Optional.empty() : Optional.of("is not a host's name");
  }
}
