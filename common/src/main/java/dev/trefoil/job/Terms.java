package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Traceparent;
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
 * @param caller by id and tenant
 * @param preferences of the headers; the body's are in the body
 * @param trace the trace that it belongs to
 */
record Terms(Caller caller, RoutingPreferences preferences, Optional<Traceparent> trace) {
  /** Of a job that lay on the queue with its request: whoever can write there is trusted. */
  static final Terms OF_THE_QUEUE =
      new Terms(Caller.QUEUE, RoutingPreferences.NONE, Optional.empty());

  /** The same within a trace. */
  Terms within(Optional<Traceparent> other) {
    return new Terms(caller, preferences, other);
  }

  static Terms of(CallInfo info) {
    return new Terms(info.caller(), info.preferences(), info.trace());
  }

  /** Whether the job is this caller's to read and to cancel; one of the queue's is everybody's. */
  boolean isFor(Caller asking) {
    return asking.owns(caller) || Caller.QUEUE.owns(caller);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("caller", caller.id());
    if (caller.tenant().isPresent()) {
      json.writeStringField("tenant", caller.tenant().get());
    }
    if (trace.isPresent()) {
      json.writeStringField(Traceparent.NAME, trace.get().text());
    }
    if (preferences.task().isPresent()) {
      json.writeStringField("task", preferences.task().get());
    }
    if (!preferences.residency().isEmpty()) {
      json.writeArrayFieldStart("residency");
      for (String place : preferences.residency()) {
        json.writeString(place);
      }
      json.writeEndArray();
    }
    if (preferences.maxCostUsd().isPresent()) {
      json.writeStringField("maxCostUsd", Double.toString(preferences.maxCostUsd().getAsDouble()));
    }
  }

  static Terms read(JrsObject json) throws IOException {
    List<String> residency = new ArrayList<>();
    if (json.get("residency") instanceof JrsArray places) {
      places.elements().forEachRemaining((JrsValue place) -> residency.add(place.asText()));
    }
    Optional<String> most = Json.optionalText(json, "maxCostUsd");
    return new Terms(
        Caller.of(
            Json.optionalText(json, "caller")
                .orElseThrow(() -> new IOException("'caller' is missing")),
            Json.optionalText(json, "tenant"),
            Optional.empty()),
        new RoutingPreferences(
            Json.optionalText(json, "task"),
            Optional.empty(),
            List.of(),
            false,
            residency,
            most.isPresent()
                ? OptionalDouble.of(Double.parseDouble(most.get()))
                : OptionalDouble.empty()),
        Json.optionalText(json, Traceparent.NAME).flatMap(Traceparent::parse));
  }
}
