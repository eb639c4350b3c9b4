package dev.trefoil.agent;

import dev.trefoil.net.GuardedHttp;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The declared tools; what calls them is built when one is first called. Used by many threads. */
public final class Toolbox {
  /** A header of every request to a tool, by which a run is not begun within another. */
  public static final String RUN = "x-trefoil-run";

  private final Map<String, ToolSettings> declared;
  private final Function<String, ToolHeaders> headers;
  private final GuardedHttp http;
  private final ToolWatch watch;
  private final Map<String, ToolServer> servers = new ConcurrentHashMap<>();

  /**
   * @param declared by name
   * @param headers by which requests to a tool of a name say who sends them
   * @param watch hears of calls that were made
   */
  public Toolbox(
      Map<String, ToolSettings> declared,
      Function<String, ToolHeaders> headers,
      GuardedHttp http,
      ToolWatch watch) {
    this.declared = new LinkedHashMap<>(declared);
    this.headers = headers;
    this.http = http;
    this.watch = watch;
  }

  /** One to whose calls nobody listens. */
  public Toolbox(
      Map<String, ToolSettings> declared, Function<String, ToolHeaders> headers, GuardedHttp http) {
    this(declared, headers, http, ToolWatch.NONE);
  }

  /** Who hears of calls that were made. */
  ToolWatch watch() {
    return watch;
  }

  /** A tool by the name that it is declared by. */
  public Optional<ToolSettings> find(String name) {
    return Optional.ofNullable(declared.get(name));
  }

  /** The MCP server that is declared at an address. */
  public Optional<ToolSettings> at(String address) {
    return declared.values().stream()
        .filter(tool -> tool instanceof ToolSettings.Mcp server && isSame(server.url(), address))
        .findFirst();
  }

  private static boolean isSame(URI url, String address) {
    String text = url.toString();
    return text.equals(address) || (text + "/").equals(address) || text.equals(address + "/");
  }

  ToolServer server(String name) {
    return servers.computeIfAbsent(name, absent -> build(declared.get(absent)));
  }

  private ToolServer build(ToolSettings settings) {
    ToolHeaders own = headers.apply(settings.name());
    return switch (settings) {
      case ToolSettings.Http tool -> new HttpTool(tool, http, own);
      case ToolSettings.Mcp server -> new McpServer(server, http, own);
    };
  }
}
