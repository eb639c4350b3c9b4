package dev.trefoil.endpoints;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of paths before one scripted model, {@code a/one} of the route {@code chat}. */
public final class TestEndpoints {
  private static final String ASKED =
      "{'model':'chat','stream':true,'max_tokens':9,'messages':[{'role':'user','content':'hi'}]}";
  private static final String RESPONSES = "{'model':'chat','stream':true,'input':'hi'}";

  private TestEndpoints() {}

  static Endpoints of(ScriptedModel model, Authenticator authenticator, HttpSettings settings) {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one"))), Map.of("a", new RequestRules() {})),
            Map.of("a", model));
    return over(gateway, authenticator, settings);
  }

  /** The same before any gateway. */
  public static Endpoints over(
      Gateway gateway, Authenticator authenticator, HttpSettings settings) {
    return new Endpoints(
        TestDoors.of(
            gateway,
            new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty()),
            Optional.empty()),
        authenticator,
        settings,
        Optional.empty());
  }

  /** Has an answer of the model streamed by the door of a path. */
  static void stream(String path, ScriptedModel model, RecordedResponse response)
      throws IOException {
    String body = path.endsWith("responses") ? RESPONSES : ASKED;
    of(model, Authenticator.NONE, HttpSettings.of(1000))
        .handle(
            new HttpCall(
                "POST",
                path,
                new Headers(),
                new ByteArrayInputStream(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                Deadline.after(Duration.ofMinutes(1))),
            response);
  }
}
