// One function of the app with a timer trigger: run when the host's admin endpoint is told to.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A timer function. Its schedule is not played. */
record TimerFunction(String name, Loaded loaded) {
  /** Source: "Manually run a non HTTP-triggered function". */
  private static final String ADMIN = "/admin/functions/";

  /** Reads a function.json; nothing when it has no timer trigger. */
  static Optional<TimerFunction> read(String name, JsonNode json, FunctionApp.Loader loader)
      throws InterruptedException {
    boolean timed =
        StreamSupport.stream(json.path("bindings").spliterator(), false)
            .anyMatch(binding -> binding.path("type").asText().equalsIgnoreCase("timerTrigger"));
    return timed ? Optional.of(new TimerFunction(name, loader.load())) : Optional.empty();
  }

  /** Whether a call to the host means it. */
  boolean isRunBy(String httpMethod, String path) {
    return httpMethod.equals("POST") && path.equals(ADMIN + name);
  }
}
