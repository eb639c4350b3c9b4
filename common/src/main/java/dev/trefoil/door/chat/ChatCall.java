package dev.trefoil.door.chat;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.door.ModelCall;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;

/**
 * One chat call, as read from its body.
 *
 * @param model a route's name or a target
 * @param preferences what the caller says of the way that its call is to go
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param dropped the request's fields that no service will see, by their paths
 */
record ChatCall(
    String model,
    RoutingPreferences preferences,
    ChatRequest request,
    boolean includeUsage,
    List<String> dropped)
    implements ModelCall {
  ChatCall {
    dropped = List.copyOf(dropped);
  }
}
