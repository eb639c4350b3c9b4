package dev.trefoil.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server over streamable HTTP: it lists its tools on two pages, answers calls by events, and
 * refuses what the protocol does not allow.
 */
public final class PlayedMcpServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> called = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger sessions = new AtomicInteger();
  private final PlayedTool server = new PlayedTool(this::answer);
  private volatile boolean forgetful;

  public String url() {
    return server.url() + "/mcp";
  }

  /** The names of methods, and of tools behind {@code tools/call}. */
  public List<String> called() {
    return called;
  }

  /** It does not know the session of the next message any more. */
  public void forget() {
    forgetful = true;
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    JsonNode message = JSON.readTree(body);
    String method = message.path("method").asText();
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    if (!accept.contains("application/json") || !accept.contains("text/event-stream")) {
      PlayedTool.send(exchange, 406, "Not Acceptable");
      return;
    }
    if (method.equals("initialize")) {
      called.add(method);
      exchange.getResponseHeaders().add("Mcp-Session-Id", "s" + sessions.incrementAndGet());
      json(
          exchange,
          message,
          "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
              + "\"serverInfo\":{\"name\":\"played\",\"version\":\"1\"}}");
      return;
    }
    String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
    if (forgetful || !("s" + sessions.get()).equals(session)) {
      forgetful = false;
      PlayedTool.send(exchange, 404, "Session not found");
      return;
    }
    if (!"2025-11-25".equals(exchange.getRequestHeaders().getFirst("MCP-Protocol-Version"))) {
      PlayedTool.send(exchange, 400, "no version");
      return;
    }
    answer(exchange, message, method);
  }

  private void answer(HttpExchange exchange, JsonNode message, String method) throws IOException {
    switch (method) {
      case "notifications/initialized" -> PlayedTool.send(exchange, 202, "");
      case "tools/list" -> {
        called.add(method);
        list(exchange, message);
      }
      case "tools/call" -> {
        String name = message.at("/params/name").asText();
        called.add(name);
        call(exchange, message, name);
      }
      default -> PlayedTool.send(exchange, 400, "no such method");
    }
  }

  private static void list(HttpExchange exchange, JsonNode message) throws IOException {
    if (message.at("/params/cursor").asText().isEmpty()) {
      json(
          exchange,
          message,
          "{\"tools\":[{\"name\":\"echo\",\"description\":\"Says it again.\",\"inputSchema\":"
              + "{\"type\":\"object\",\"properties\":{\"message\":{\"type\":\"string\"}}},"
              + "\"annotations\":{\"readOnlyHint\":true}}],\"nextCursor\":\"2\"}");
    } else {
      json(
          exchange,
          message,
          "{\"tools\":[{\"name\":\"write\",\"inputSchema\":{\"type\":\"object\"}},"
              + "{\"name\":\"fail\",\"inputSchema\":{\"type\":\"object\"}},"
              + "{\"name\":\"endless\",\"inputSchema\":{\"type\":\"object\"}}]}");
    }
  }

  private static void call(HttpExchange exchange, JsonNode message, String name)
      throws IOException {
    if (name.equals("endless")) {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      byte[] note = ": nothing yet nothing yet nothing yet\n".repeat(1000).getBytes("UTF-8");
      while (true) { // Until nobody reads any more.
        exchange.getResponseBody().write(note);
      }
    }
    if (!List.of("echo", "write").contains(name)) {
      event(
          exchange,
          message,
          "{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true}");
      return;
    }
    String said =
        JSON.writeValueAsString("Echo: " + message.at("/params/arguments/message").asText());
    event(
        exchange,
        message,
        "{\"content\":[{\"type\":\"text\",\"text\":"
            + said
            + "},{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AAAA\"}]}");
  }

  private static void json(HttpExchange exchange, JsonNode message, String result)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    PlayedTool.send(exchange, 200, envelope(message, result));
  }

  private static void event(HttpExchange exchange, JsonNode message, String result)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    PlayedTool.send(
        exchange,
        200,
        ": hello\n\nid: 1\ndata:\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,"
            + "\"method\":\"ping\"}\n\nevent: message\ndata: "
            + envelope(message, result)
            + "\n\n");
  }

  private static String envelope(JsonNode message, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ",\"result\":" + result + "}";
  }

  @Override
  public void close() {
    server.close();
  }
}
