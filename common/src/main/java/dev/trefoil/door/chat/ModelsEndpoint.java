package dev.trefoil.door.chat;

import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Answers {@code GET /v1/models}: what the caller may ask for by name, and its targets. A pattern
 * is no name: the models that it is known to stand for are listed.
 */
public final class ModelsEndpoint {
  private final Gateway gateway;

  public ModelsEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * @throws IOException when the caller is gone
   */
  public void list(Caller caller, String requestId, ResponseSink sink) throws IOException {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("object", "list");
              json.writeArrayFieldStart("data");
              for (Route route : gateway.named()) {
                if (!caller.allows(route.name())) {
                  continue;
                }
                json.writeStartObject();
                json.writeStringField("id", route.name());
                json.writeStringField("object", "model");
                json.writeNumberField("created", 0);
                json.writeStringField("owned_by", "trefoil");
                json.writeArrayFieldStart("targets");
                for (String target : route.targets()) {
                  json.writeString(target);
                }
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    try (OutputStream out =
        sink.start(200, ResponseHeaders.of(requestId, "application/json", Trail.NONE))) {
      out.write(body);
    }
  }
}
