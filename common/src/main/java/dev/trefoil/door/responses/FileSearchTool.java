package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.agent.BuiltInTool;
import dev.trefoil.agent.OwnTool;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.Call;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.Attributes;
import dev.trefoil.vectorstore.EmbeddingException;
import dev.trefoil.vectorstore.Found;
import dev.trefoil.vectorstore.Retrieval;
import dev.trefoil.vectorstore.Retrieval.Asked;
import dev.trefoil.vectorstore.VectorStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches the stores of one request for what its model wants to know. */
final class FileSearchTool implements BuiltInTool {
  private static final System.Logger LOG = System.getLogger(FileSearchTool.class.getName());

  private static final int MOST_QUERIES = 5;

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"queries":{"type":"array","items":{"type":"string"},\
      "minItems":1,"maxItems":%d,"description":"What to look for, in whole sentences or words"}},\
      "required":["queries"],"additionalProperties":false}"""
          .formatted(MOST_QUERIES);

  private static final String DESCRIPTION =
      "Searches the files that this conversation is about, and returns passages. Where your answer"
          + " rests on a passage, write the passage's mark right behind the words that do, exactly"
          + " as it stands in 'mark', and nothing else to cite it.";

  private final Retrieval retrieval;
  private final FileSearchPlan plan;
  private final CallInfo info;

  FileSearchTool(Retrieval retrieval, FileSearchPlan plan, CallInfo info) {
    this.retrieval = retrieval;
    this.plan = plan;
    this.info = info;
  }

  @Override
  public OwnTool tool() {
    return new OwnTool(FileSearch.NAME, FileSearch.NAME, DESCRIPTION, SCHEMA, true);
  }

  @Override
  public ToolOutcome call(String arguments, Deadline deadline, Cancellation gone) {
    List<String> queries = queries(arguments);
    if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
      return new ToolOutcome("'queries' must be 1 to " + MOST_QUERIES + " texts.", true);
    }
    Call call =
        new Call(info.requestId(), info.caller(), info.trace(), deadline, gone, info.frontDoor());
    try {
      List<VectorStore> stores = new ArrayList<>();
      for (String id : plan.stores()) {
        Optional<VectorStore> store = retrieval.stores().find(info.caller(), id, deadline);
        if (store.isEmpty()) {
          return new ToolOutcome("The vector store " + id + " is not there any more.", true);
        }
        stores.add(store.get());
      }
      return new ToolOutcome(
          text(
              retrieval.search(
                  stores, new Asked(queries, plan.filter(), plan.most(), plan.threshold()), call)),
          false);
    } catch (StoreException | IndexException | EmbeddingException e) {
      LOG.log(Level.WARNING, "files are not searched: " + e.getMessage());
      return new ToolOutcome(
          "The files cannot be searched now. Say so, and do not answer from memory as if they had"
              + " been.",
          true);
    } catch (AbandonedException e) {
      return new ToolOutcome("The search was given up.", true);
    }
  }

  /** What arguments of a call look for; none where they are not read. */
  static List<String> queries(String arguments) {
    List<String> queries = new ArrayList<>();
    try {
      if (Json.readWhole(arguments).get("queries") instanceof JrsArray array) {
        array
            .elements()
            .forEachRemaining(
                query -> {
                  if (!query.isContainerNode() && !query.asText().isBlank()) {
                    queries.add(query.asText());
                  }
                });
      }
    } catch (IOException e) {
      return List.of(); // Not whole yet, or no JSON.
    }
    return queries;
  }

  private static String text(List<Found> found) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("passages");
          for (Found one : found) {
            Chunk chunk = one.hit().chunk();
            json.writeStartObject();
            json.writeStringField("mark", Citations.mark(one.store(), chunk.id()));
            json.writeStringField("vector_store_id", one.store());
            json.writeStringField("file_id", chunk.fileId());
            json.writeStringField("filename", chunk.fileName());
            json.writeNumberField("score", one.hit().score());
            json.writeFieldName("attributes");
            Attributes.write(json, chunk.attributes());
            json.writeStringField("text", chunk.text());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The passages that an outcome tells of; none where it is another's. */
  static List<JrsObject> passages(ToolOutcome outcome) {
    if (outcome.failed() || !outcome.text().startsWith("{\"passages\":")) {
      return List.of();
    }
    try {
      return Json.objects(Json.readWhole(outcome.text()), "passages");
    } catch (IOException e) {
      return List.of();
    }
  }
}
