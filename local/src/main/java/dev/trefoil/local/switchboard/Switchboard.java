// Where a person or a test makes services fail, gives them answers, and looks at what they got.
package dev.trefoil.local.switchboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.host.FunctionHost;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The switchboard's server: one table of paths and methods, and the console's page beside it. */
public final class Switchboard implements AutoCloseable {
  private final Faults faults;
  private final Replies replies;
  private final Journal journal;
  private final StatusPage page;
  private final Console console;
  private final LoopbackServer server;

  private Switchboard(
      int port, Set<String> declared, EmulatedCloud emulators, List<FunctionHost> hosts)
      throws IOException {
    Map<String, Controls> beside = new LinkedHashMap<>();
    emulators
        .identities()
        .services()
        .forEach((name, service) -> beside.put(name, service.controls()));
    emulators.checks().forEach((name, check) -> beside.put("guardrails." + name, check.controls()));
    Services services = new Services(declared, emulators.models(), beside);
    faults = new Faults(services);
    replies = new Replies(services);
    journal = new Journal(services);
    page = new StatusPage(services, journal, hosts);
    console = new Console(services.breakable().keySet(), hosts);
    server = LoopbackServer.start(port, this::answer);
  }

  /**
   * Starts it.
   *
   * @param declared all services of the configuration, emulated or not
   * @param hosts shown on the page
   */
  public static Switchboard start(
      int port, Set<String> declared, EmulatedCloud emulators, List<FunctionHost> hosts)
      throws IOException {
    return new Switchboard(port, declared, emulators, hosts);
  }

  public int port() {
    return server.port();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (console.answers(exchange)) {
      return;
    }
    try {
      Call call = Call.read(exchange);
      if (call.path().isEmpty()) {
        call.allow("GET");
        Exchanges.send(exchange, 200, "text/html; charset=utf-8", page.render());
      } else {
        send(exchange, 200, dispatch(call));
      }
    } catch (RefusedException e) {
      e.allowed().ifPresent(methods -> exchange.getResponseHeaders().set("Allow", methods));
      send(exchange, e.status(), Json.object().put("error", e.getMessage()));
    }
  }

  private JsonNode dispatch(Call call) throws RefusedException {
    return switch (call.path().getFirst()) {
      case "faults" -> faults.answer(call);
      case "replies" -> replies.answer(call);
      case "journal" -> journal.answer(call);
      default -> throw RefusedException.notFound(call);
    };
  }

  private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    Exchanges.send(exchange, status, "application/json", json.toPrettyString() + "\n");
  }

  @Override
  public void close() {
    server.close();
    console.close();
  }
}
