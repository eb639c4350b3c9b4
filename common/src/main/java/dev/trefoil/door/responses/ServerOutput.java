package dev.trefoil.door.responses;

import dev.trefoil.agent.OwnTool;
import dev.trefoil.agent.RunListener.Offer;
import dev.trefoil.agent.RunListener.Offered;
import dev.trefoil.agent.ToolOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an answer has of tools that Trefoil itself calls. */
final class ServerOutput {
  /** By the names that the model knows them by. */
  private final Map<String, Offered> tools = new HashMap<>();

  private final List<ServerCallItem> open = new ArrayList<>(1);

  void offer(Offer offer) {
    for (Offered offered : offer.tools()) {
      tools.put(offered.tool().modelName(), offered);
    }
  }

  boolean has(String modelName) {
    return tools.containsKey(modelName);
  }

  /** The kind of the item by which a call is told. */
  String kind(String modelName) {
    return tools.get(modelName).approval() ? ItemIds.APPROVAL : ItemIds.SERVER_CALL;
  }

  /**
   * A call that the model begins.
   *
   * @param call the id that the model gave it
   */
  PendingCall begin(String id, int index, String call, String modelName) {
    Offered offered = tools.get(modelName);
    OwnTool tool = offered.tool();
    if (offered.approval()) {
      return new ApprovalItem(id, index, tool);
    }
    open.add(new ServerCallItem(id, index, call, tool));
    return open.getLast();
  }

  /** A call has been made. Ids may come again in later answers. */
  void finish(String call, ToolOutcome outcome, OutputListener listener) {
    Optional<ServerCallItem> made = open.stream().filter(item -> item.is(call)).findFirst();
    if (made.isPresent()) {
      open.remove(made.get());
      made.get().finish(outcome, listener);
    }
  }

  /** What is under way now is never made. */
  void abandon(OutputListener listener) {
    open.stream().filter(OutputItem::isOpen).forEach(item -> item.abandon(listener));
    open.clear();
  }
}
