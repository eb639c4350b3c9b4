package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.door.ModelCall;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;
import java.util.Optional;

/**
 * One call, as read from its body.
 *
 * @param model a route's name or a target
 * @param preferences what the caller says of the way that its call is to go
 * @param echo what the response says again of the request
 * @param store whether the response is to be kept
 * @param previous the response that it goes on from
 * @param input what the caller sent, item by item, or as one text; for what is kept
 * @param ids those of the response
 * @param encrypted whether reasoning items have their {@code encrypted_content}
 * @param obfuscate whether deltas are padded
 * @param dropped the request's fields that no service will see, by their paths
 */
record ResponsesCall(
    String model,
    RoutingPreferences preferences,
    ChatRequest request,
    Echo echo,
    boolean store,
    Optional<String> previous,
    List<JrsValue> input,
    ItemIds ids,
    boolean encrypted,
    boolean obfuscate,
    List<String> dropped)
    implements ModelCall {
  ResponsesCall {
    input = List.copyOf(input);
    dropped = List.copyOf(dropped);
  }
}
