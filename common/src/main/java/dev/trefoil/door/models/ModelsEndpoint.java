package dev.trefoil.door.models;

import dev.trefoil.auth.Caller;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.routing.Route;
import java.io.IOException;
import java.util.List;

/**
 * Answers {@code GET /v1/models}: what the caller may ask for by name, and its targets. A pattern
 * is no name: the models that it is known to stand for are listed.
 */
final class ModelsEndpoint {
  private final Gateway gateway;

  ModelsEndpoint(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * @throws Problem 400 when it cannot be told which part is asked for
   * @throws IOException when the caller is gone
   */
  void list(DoorCall call, ModelForm form, ResponseSink sink) throws Problem, IOException {
    ModelPage page = form.page(allowed(call.caller()), call.query());
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          form.list(json, page);
          json.writeArrayFieldStart("data");
          for (Route route : page.routes()) {
            json.writeStartObject();
            form.model(json, route, gateway);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /**
   * @throws Problem 404 when there is none of that name that the caller may ask for
   * @throws IOException when the caller is gone
   */
  void one(DoorCall call, ModelForm form, ResponseSink sink) throws Problem, IOException {
    String name = call.parameter("id");
    Route route =
        allowed(call.caller()).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(
                            404,
                            "model_not_found",
                            "The model '"
                                + name
                                + "' does not exist here. GET /v1/models lists those that do.")
                        .withParam("model"));
    JsonAnswer.send(call.requestId(), 200, sink, json -> form.model(json, route, gateway));
  }

  private List<Route> allowed(Caller caller) {
    return gateway.named().stream().filter(route -> caller.allows(route.name())).toList();
  }
}
