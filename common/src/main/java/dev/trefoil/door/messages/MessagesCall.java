package dev.trefoil.door.messages;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.door.ModelCall;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/**
 * One call, as read from its body and headers.
 *
 * @param model a route's name or a target
 * @param preferences what the caller says of the way that its call is to go
 * @param dropped what no service will see, by its path in the body or its header's name
 */
record MessagesCall(
    String model, RoutingPreferences preferences, ChatRequest request, List<String> dropped)
    implements ModelCall {
  MessagesCall {
    dropped = List.copyOf(dropped);
  }
}
