package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.BuiltInTool;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.FilterParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.retrieval.Search;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.Retrieval;
import dev.trefoil.vectorstore.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tool {@code file_search} over vector stores that are kept here. */
public final class FileSearch {
  /** What requests, models and kept items know it by. */
  static final String NAME = "file_search";

  private static final int MOST_STORES = 10;
  private static final int USUAL_RESULTS = 10;

  private final Retrieval retrieval;

  public FileSearch(Retrieval retrieval) {
    this.retrieval = retrieval;
  }

  /**
   * Reads the tool of a request.
   *
   * @throws Problem 404 where a store is not there, or is another's
   */
  FileSearchPlan read(RequestFields item, CallInfo info) throws Problem {
    List<JrsValue> ids =
        item.list("vector_store_ids").orElseThrow(() -> item.missing("vector_store_ids"));
    if (ids.isEmpty() || ids.size() > MOST_STORES) {
      throw Problem.invalid(
          item.at("vector_store_ids"),
          "'" + item.at("vector_store_ids") + "' names 1 to " + MOST_STORES + " stores.");
    }
    List<String> stores = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String path = item.at("vector_store_ids[" + i + "]");
      String id = RequestFields.text(path, ids.get(i));
      if (find(id, info).isEmpty()) {
        throw Problem.of(404, "vector_store_not_found", "There is no vector store '" + id + "'.")
            .withParam(path);
      }
      stores.add(id);
    }
    int most = item.integer("max_num_results", 1, Search.MAX_LIMIT).orElse(USUAL_RESULTS);
    Optional<String> filters = Optional.empty();
    Optional<JrsValue> filter = item.value("filters");
    if (filter.isPresent()) {
      String path = item.at("filters");
      var unused = FilterParser.read(item, path, filter.get());
      filters = Optional.of(RequestJson.text(path, filter.get()));
    }
    double threshold = 0;
    Optional<RequestFields> ranking = item.object("ranking_options");
    if (ranking.isPresent()) {
      ranking.get().text("ranker");
      ranking.get().value("hybrid_search"); // Ranks are fused here, whatever their weights.
      threshold = ranking.get().number("score_threshold", 0, 1).orElse(0);
    }
    return new FileSearchPlan(stores, most, filters, threshold, false);
  }

  private Optional<VectorStore> find(String id, CallInfo info) throws Problem {
    try {
      return retrieval.stores().find(info.caller(), id, info.deadline());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** What a run calls. */
  BuiltInTool tool(FileSearchPlan plan, CallInfo info) {
    return new FileSearchTool(retrieval, plan, info);
  }
}
