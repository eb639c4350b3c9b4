package dev.trefoil.local.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs in the background whose model calls two tools at once: {@code stock}, which may be called
 * again, and {@code order}, which may not. The tools are played here and count.
 */
public final class AgentRuns implements Work, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ORDER = 1 << 16;

  /** Long enough that workers die in it. */
  private static final int TOOL_MILLIS = 300;

  /**
   * What a dead worker's run waits for; others have twice the time that one takes when it is slow.
   */
  private static final int LEASE_SECONDS = 12;

  private static final String ASK =
      """
      {"model": "chat", "background": true,
       "tools": [{"type": "mcp", "server_label": "stock"}, {"type": "mcp", "server_label": "order"}],
       "input": "%1$s: stock {\\"run\\": \\"%1$s\\"} and order {\\"run\\": \\"%1$s\\"}"}
      """;

  private static final String TOOLS =
      """
        stock:
          kind: http
          description: How much there is.
          url: "http://127.0.0.1:%1$d/stock"
          parameters: {type: object, properties: {run: {type: string}}, required: [run]}
          allowLoopback: true
        order:
          kind: http
          description: Orders it.
          method: POST
          url: "http://127.0.0.1:%1$d/order"
          parameters: {type: object, properties: {run: {type: string}}, required: [run]}
          allowLoopback: true

      """;

  private final Map<String, Integer> looks = new ConcurrentHashMap<>();
  private final Map<String, Integer> orders = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  /** Starts the tools on a free port of loopback. */
  public AgentRuns() throws IOException {
    server = LoopbackServer.start(0, this::handle);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String id;
    if (exchange.getRequestURI().getPath().equals("/stock") && query != null) {
      id = query.substring(query.indexOf('=') + 1);
      looks.merge(id, 1, Integer::sum);
    } else {
      byte[] body = Exchanges.body(exchange, LONGEST_ORDER).orElse(new byte[0]);
      id = JSON.readTree(body).path("run").asText();
      orders.merge(id, 1, Integer::sum);
    }
    try {
      Thread.sleep(TOOL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Exchanges.send(exchange, 200, "text/plain", id);
  }

  /**
   * A configuration with the tools, and time for a run, made from one that has tools, agents and
   * {@code leaseSeconds}.
   */
  public String declaredIn(String config) {
    return config
        .replaceFirst("(?m)^agents:", TOOLS.formatted(server.port()) + "agents:")
        .replaceFirst("leaseSeconds: \\d+", "leaseSeconds: " + LEASE_SECONDS);
  }

  @Override
  public String noun() {
    return "runs";
  }

  @Override
  public String path() {
    return "/v1/responses";
  }

  @Override
  public String body(String id) {
    return ASK.formatted(id);
  }

  /** Which tools to call, and what to say of their results. */
  @Override
  public int questions() {
    return 2;
  }

  /** Completed, with both calls and a message that repeats what the tools said. */
  @Override
  public boolean isAnswer(JsonNode answer, String id) {
    return answer.path("status").asText().equals("completed")
        && call(answer, "stock").path("output").asText().equals(id)
        && !call(answer, "order").isMissingNode()
        && message(answer).contains(id);
  }

  private static JsonNode call(JsonNode answer, String name) {
    for (JsonNode item : answer.path("output")) {
      if (item.path("type").asText().equals("mcp_call")
          && item.path("name").asText().equals(name)) {
        return item;
      }
    }
    return JSON.missingNode();
  }

  private static String message(JsonNode answer) {
    for (JsonNode item : answer.path("output")) {
      if (item.path("type").asText().equals("message")) {
        return item.at("/content/0/text").asText();
      }
    }
    return "";
  }

  @Override
  public Optional<ToolUse> tools(Collection<Answered> answers) {
    int made = 0;
    int unknown = 0;
    int wrong = 0;
    int twice = 0;
    int repeats = 0;
    for (Answered run : answers) {
      JsonNode order = call(run.answer(), "order");
      int calls = orders.getOrDefault(run.id(), 0);
      twice += Math.max(0, calls - 1);
      repeats += looks.getOrDefault(run.id(), 0) - 1;
      if (order.path("status").asText().equals("completed")) {
        made++;
        wrong += calls == 1 ? 0 : 1;
      } else if (order.path("error").asText().contains("may have been")) {
        unknown++;
        wrong += calls <= 1 ? 0 : 1;
      } else {
        wrong++;
      }
    }
    return Optional.of(new ToolUse(made, unknown, wrong, twice, repeats));
  }

  @Override
  public void close() {
    server.close();
  }
}
