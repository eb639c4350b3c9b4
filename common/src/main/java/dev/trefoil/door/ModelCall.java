package dev.trefoil.door;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/** A call of a model, as a door of conversations has read it. */
public interface ModelCall {
  /** A route's name or a target. */
  String model();

  /** What the caller says of the way that its call is to go. */
  RoutingPreferences preferences();

  /** What the model is asked. */
  ChatRequest request();

  /** What no service will see, by its path in the body or its header's name. */
  List<String> dropped();
}
