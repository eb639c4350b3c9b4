package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.auth.Caller;
import dev.trefoil.door.CallInfo;
import dev.trefoil.json.Json;
import dev.trefoil.routing.RoutingPreferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is said of a job beside its body: who asked for it, and where its call may go.
 *
 * @param caller by name
 * @param wishes of the headers; the body's are in the body
 */
record Terms(String caller, RoutingPreferences wishes) {
  /** Of a job that lay on the queue with its request: whoever can write there is trusted. */
  static final Terms OF_THE_QUEUE = new Terms(Caller.QUEUE.name(), RoutingPreferences.NONE);

  static Terms of(CallInfo info) {
    return new Terms(info.caller().name(), info.wishes());
  }

  /** Whether the job is this caller's to read and to cancel; one of the queue's is everybody's. */
  boolean isFor(Caller asking) {
    return caller.equals(asking.name()) || caller.equals(OF_THE_QUEUE.caller());
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("caller", caller);
    if (wishes.task().isPresent()) {
      json.writeStringField("task", wishes.task().get());
    }
    if (!wishes.residency().isEmpty()) {
      json.writeArrayFieldStart("residency");
      for (String place : wishes.residency()) {
        json.writeString(place);
      }
      json.writeEndArray();
    }
    if (wishes.maxCostUsd().isPresent()) {
      json.writeStringField("maxCostUsd", Double.toString(wishes.maxCostUsd().getAsDouble()));
    }
  }

  static Terms read(JrsObject json) throws IOException {
    List<String> residency = new ArrayList<>();
    if (json.get("residency") instanceof JrsArray places) {
      places.elements().forEachRemaining((JrsValue place) -> residency.add(place.asText()));
    }
    Optional<String> most = Json.optionalText(json, "maxCostUsd");
    return new Terms(
        Json.optionalText(json, "caller").orElseThrow(() -> new IOException("'caller' is missing")),
        new RoutingPreferences(
            Json.optionalText(json, "task"),
            Optional.empty(),
            List.of(),
            false,
            residency,
            most.isPresent()
                ? OptionalDouble.of(Double.parseDouble(most.get()))
                : OptionalDouble.empty()));
  }
}
