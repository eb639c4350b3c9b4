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

  private final Optional<FileSearchPlan> search;
  private final List<MadeCall> open = new ArrayList<>(1);

  /**
   * @param search what is said of the search of files; empty where there is none
   */
  ServerOutput(Optional<FileSearchPlan> search) {
    this.search = search;
  }

  private boolean isSearch(String modelName) {
    return search.isPresent() && modelName.equals(FileSearch.NAME);
  }

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
    if (isSearch(modelName)) {
      return ItemIds.FILE_SEARCH;
    }
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
    MadeCall item =
        isSearch(modelName)
            ? new FileSearchItem(id, index, call, search.get().results())
            : new ServerCallItem(id, index, call, tool);
    open.add(item);
    return item;
  }

  /** A call has been made. Ids may come again in later answers. */
  void finish(String call, ToolOutcome outcome, OutputListener listener) {
    Optional<MadeCall> made = open.stream().filter(item -> item.is(call)).findFirst();
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
