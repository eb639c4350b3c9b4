package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.auth.Caller;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers {@code GET /v1/targets}: what this process knows of the targets. */
public final class TargetsEndpoint {
  private final Gateway gateway;

  public TargetsEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Lists those that the caller may ask for, by their routes or by name.
   *
   * @throws IOException when the caller is gone
   */
  public void list(Caller caller, String requestId, ResponseSink sink) throws IOException {
    Map<String, Capacity> capacities = capacities();
    JsonAnswer.send(
        requestId,
        200,
        sink,
        json -> {
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (Map.Entry<String, TargetHealth> target : targets(caller).entrySet()) {
            json.writeStartObject();
            write(json, target.getKey(), target.getValue());
            if (capacities.containsKey(target.getKey())) {
              capacity(json, target.getKey(), capacities.get(target.getKey()));
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Those of the routes, called or not, and all others that were called. */
  private Map<String, TargetHealth> targets(Caller caller) {
    Map<String, TargetHealth> targets = new TreeMap<>();
    gateway.routes().stream()
        .filter(route -> caller.allows(route.name()))
        .flatMap(route -> route.targets().stream())
        .filter(name -> !name.contains(Route.MODEL))
        .map(name -> Target.parse(name).orElseThrow())
        .forEach(target -> targets.put(target.toString(), gateway.health().of(target)));
    gateway
        .health()
        .all()
        .forEach(
            (target, known) -> {
              if (caller.allows(target.toString())) {
                targets.put(target.toString(), known);
              }
            });
    return targets;
  }

  /** What was bought of targets beforehand, as the first route that has it says. */
  private Map<String, Capacity> capacities() {
    Map<String, Capacity> capacities = new HashMap<>();
    for (Route route : gateway.routes()) {
      for (RouteTarget entry : route.entries()) {
        entry.capacity().ifPresent(capacity -> capacities.putIfAbsent(entry.name(), capacity));
      }
    }
    return capacities;
  }

  /** How much of it this process has used within the last minute, in tokens. */
  private void capacity(JsonGenerator json, String name, Capacity capacity) throws IOException {
    json.writeObjectFieldStart("capacity");
    json.writeNumberField("tokens_per_minute", capacity.tokensPerMinute());
    json.writeNumberField("share", capacity.share());
    json.writeNumberField(
        "used", gateway.health().capacity(Target.parse(name).orElseThrow()).used());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, TargetHealth target)
      throws IOException {
    json.writeStringField("id", name);
    json.writeStringField("object", "target");
    json.writeStringField("state", target.breaker().state().name().toLowerCase(Locale.ROOT));
    time(json, "opened_at", target.breaker().openedAt());
    json.writeNumberField("requests", target.requests());
    json.writeNumberField("errors", target.errors());
    if (target.firstTokenMillis().isPresent()) {
      json.writeNumberField("first_token_ms", Math.round(target.firstTokenMillis().getAsDouble()));
    }
    if (target.usualFirstToken().isPresent()) {
      json.writeNumberField("first_token_p95_ms", target.usualFirstToken().get().toMillis());
    }
    time(json, "last_used_at", target.lastUsed());
    if (target.lastError().isPresent()) {
      TargetHealth.LastError error = target.lastError().get();
      json.writeObjectFieldStart("last_error");
      json.writeStringField("kind", error.kind().name().toLowerCase(Locale.ROOT));
      json.writeStringField("message", error.message());
      time(json, "at", Optional.of(error.at()));
      json.writeEndObject();
    }
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, at.get().toString());
    }
  }
}
