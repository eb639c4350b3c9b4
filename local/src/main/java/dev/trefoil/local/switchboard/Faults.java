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
      Controls controls = services.breakable(call.path().get(1));
      if (call.method().equals("PUT")) {
        set(controls, call);
      } else {
        controls.clearFault();
      }
    } else {
      call.allow("GET", "DELETE");
      if (call.method().equals("DELETE")) {
        services.breakable().values().forEach(Controls::clearFault);
      }
    }
    return all();
  }

  private static void set(Controls controls, Call call) throws RefusedException {
    try {
      controls.fault(Fault.parse(Json.readObject(call.body())));
    } catch (IllegalArgumentException e) {
      throw RefusedException.bad(e.getMessage());
    }
  }

  private JsonNode all() {
    ObjectNode json = Json.object();
    ObjectNode faults = json.putObject("faults");
    services
        .breakable()
        .forEach(
            (name, controls) ->
                controls.fault().ifPresent(fault -> faults.set(name, fault.toJson())));
    return json;
  }
}
