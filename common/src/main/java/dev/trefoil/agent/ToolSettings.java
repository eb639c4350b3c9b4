package dev.trefoil.agent;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tool, or a server of tools, as the configuration declares it. */
public sealed interface ToolSettings {
  /** What requests, routes and agents call it. */
  String name();

  /** What holds for every kind. */
  ToolTerms terms();

  /**
   * One endpoint of an HTTP API.
   *
   * @param description for the model
   * @param method GET, HEAD, DELETE, POST, PUT or PATCH
   * @param url with {@code {argument}} in its path or query, which are filled in and encoded
   * @param headers that every request has
   * @param body with {@code {argument}} within its texts, in the place of the arguments as one
   *     object; empty where those are sent as they are
   * @param parameters a JSON Schema of type object, as text
   * @param hosts that it may be redirected to, its own among them, in small letters
   */
  record Http(
      String name,
      String description,
      String method,
      String url,
      Map<String, String> headers,
      Optional<String> body,
      String parameters,
      Set<String> hosts,
      ToolTerms terms)
      implements ToolSettings {
    public Http {
      headers = Map.copyOf(headers);
      hosts = Set.copyOf(hosts);
    }
  }

  /**
   * A remote MCP server over streamable HTTP.
   *
   * @param url its one address, which is never redirected
   * @param allowed the tools of it that may be used; empty for all
   * @param repeatable its tools whose calls may be made again, beside those that the server itself
   *     says so of
   */
  record Mcp(
      String name, URI url, Optional<List<String>> allowed, Set<String> repeatable, ToolTerms terms)
      implements ToolSettings {
    public Mcp {
      repeatable = Set.copyOf(repeatable);
    }
  }
}
