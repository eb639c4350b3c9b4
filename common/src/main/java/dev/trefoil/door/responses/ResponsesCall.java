package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.RunPlan;
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
 * @param conversation the conversation that it is to be the next turn of
 * @param background whether it is answered later
 * @param input what the caller sent, item by item, or as one text; for what is kept
 * @param ids those of the response
 * @param encrypted whether reasoning items have their {@code encrypted_content}
 * @param obfuscate whether deltas are padded
 * @param agent the agent that it asks for, whose model it is answered by
 * @param run what Trefoil itself is to call; empty for nothing
 * @param past what it goes on from; empty of a call that was kept
 * @param dropped the request's fields that no service will see, by their paths
 */
record ResponsesCall(
    String model,
    RoutingPreferences preferences,
    ChatRequest request,
    Echo echo,
    boolean store,
    Optional<String> previous,
    Optional<ConversationTurn> conversation,
    boolean background,
    List<JrsValue> input,
    ItemIds ids,
    boolean encrypted,
    boolean obfuscate,
    Optional<String> agent,
    Optional<RunPlan> run,
    Optional<CallPast> past,
    List<String> dropped)
    implements ModelCall {
  ResponsesCall {
    input = List.copyOf(input);
    dropped = List.copyOf(dropped);
  }

  /**
   * What its caller has to be allowed. An agent stands for its model: who may ask for the one need
   * not be allowed the other.
   */
  String asked() {
    return agent.orElse(model);
  }

  /** What is said of the search of files; empty where Trefoil itself searches none. */
  Optional<FileSearchPlan> search() {
    return run.flatMap(RunPlan::search).map(FileSearchPlan::read);
  }

  /** The same call of another request. */
  ResponsesCall with(ChatRequest other) {
    return with(other, ids);
  }

  /** The same call for another response. */
  ResponsesCall with(ItemIds others) {
    return with(request, others);
  }

  private ResponsesCall with(ChatRequest newRequest, ItemIds newIds) {
    return new ResponsesCall(
        model,
        preferences,
        newRequest,
        echo,
        store,
        previous,
        conversation,
        background,
        input,
        newIds,
        encrypted,
        obfuscate,
        agent,
        run,
        past,
        dropped);
  }
}
