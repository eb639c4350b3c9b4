package dev.trefoil.endpoints;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingTable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of paths before one scripted model, {@code a/one} of the route {@code chat}. */
final class TestEndpoints {
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
  static Endpoints over(Gateway gateway, Authenticator authenticator, HttpSettings settings) {
    return new Endpoints(
        TestDoors.of(
            gateway,
            new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty()),
            Optional.empty()),
        authenticator,
        settings,
        Optional.empty());
  }
}
