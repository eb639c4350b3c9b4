package dev.trefoil.door.responses;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.door.ModelCall;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/** A request that is made for a call, and goes where the call does. */
record Question(ModelCall of, ChatRequest request) implements ModelCall {
  @Override
  public String model() {
    return of.model();
  }

  @Override
  public RoutingPreferences preferences() {
    return of.preferences();
  }

  @Override
  public List<String> dropped() {
    return of.dropped();
  }
}
