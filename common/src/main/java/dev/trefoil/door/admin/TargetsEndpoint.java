package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.health.TargetHealth;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
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
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("object", "list");
              json.writeArrayFieldStart("data");
              for (Map.Entry<String, TargetHealth> target : targets(caller).entrySet()) {
                write(json, target.getKey(), target.getValue());
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    try (OutputStream out =
        sink.start(200, ResponseHeaders.of(requestId, "application/json", Trail.NONE))) {
      out.write(body);
    }
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

  private static void write(JsonGenerator json, String name, TargetHealth target)
      throws IOException {
    json.writeStartObject();
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
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, at.get().toString());
    }
  }
}
