// /faults: what goes wrong at which service.
package dev.trefoil.local.switchboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Fault;

/** Sets, shows and clears faults. Every call answers with all faults as they are then. */
final class Faults {
  private final Services services;

  Faults(Services services) {
    this.services = services;
  }

  JsonNode answer(Call call) throws RefusedException {
    if (call.namesAService()) {
      call.allow("PUT", "DELETE");
      Controls controls = services.get(call.path().get(1)).controls();
      if (call.method().equals("PUT")) {
        controls.fault(parse(call));
      } else {
        controls.clearFault();
      }
    } else {
      call.allow("GET", "DELETE");
      if (call.method().equals("DELETE")) {
        services.emulated().values().forEach(service -> service.controls().clearFault());
      }
    }
    return all();
  }

  private static Fault parse(Call call) throws RefusedException {
    try {
      return Fault.parse(Json.readObject(call.body()));
    } catch (IllegalArgumentException e) {
      throw RefusedException.bad(e.getMessage());
    }
  }

  private JsonNode all() {
    ObjectNode json = Json.object();
    ObjectNode faults = json.putObject("faults");
    services
        .emulated()
        .forEach(
            (name, service) ->
                service.controls().fault().ifPresent(fault -> faults.set(name, fault.toJson())));
    return json;
  }
}
