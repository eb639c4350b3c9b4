package dev.trefoil.door.files;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.FilterParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Filter;
import dev.trefoil.retrieval.Search;
import dev.trefoil.vectorstore.Retrieval.Asked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what requests about vector stores say. */
final class StoreRequests {
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_DESCRIPTION = 512;
  private static final int MOST_DAYS = 365;
  private static final int MOST_QUERIES = 10;
  private static final int USUAL_RESULTS = 10;

  private StoreRequests() {}

  static Optional<String> name(RequestFields fields) throws Problem {
    return bounded(fields, "name", LONGEST_NAME);
  }

  static Optional<String> description(RequestFields fields) throws Problem {
    return bounded(fields, "description", LONGEST_DESCRIPTION);
  }

  private static Optional<String> bounded(RequestFields fields, String name, int most)
      throws Problem {
    Optional<String> text = fields.text(name);
    if (text.filter(said -> said.length() > most).isPresent()) {
      throw Problem.invalid(name, "'" + name + "' has more than " + most + " characters.");
    }
    return text;
  }

  static OptionalInt days(RequestFields fields) throws Problem {
    Optional<RequestFields> after = fields.object("expires_after");
    if (after.isEmpty()) {
      return OptionalInt.empty();
    }
    if (after.get().word("anchor", List.of("last_active_at")).isEmpty()) {
      throw after.get().missing("anchor");
    }
    OptionalInt days = after.get().integer("days", 1, MOST_DAYS);
    if (days.isEmpty()) {
      throw after.get().missing("days");
    }
    return days;
  }

  /** How a file is cut; {@code auto} where nothing is said. */
  static Chunking chunking(RequestFields fields) throws Problem {
    Optional<RequestFields> strategy = fields.object("chunking_strategy");
    if (strategy.isEmpty()) {
      return Chunking.DEFAULT;
    }
    String type =
        strategy
            .get()
            .word("type", List.of("auto", "static"))
            .orElseThrow(() -> strategy.get().missing("type"));
    if (type.equals("auto")) {
      return Chunking.DEFAULT;
    }
    RequestFields fixed =
        strategy.get().object("static").orElseThrow(() -> strategy.get().missing("static"));
    OptionalInt most =
        fixed.integer("max_chunk_size_tokens", Chunking.LEAST_TOKENS, Chunking.MOST_TOKENS);
    if (most.isEmpty()) {
      throw fixed.missing("max_chunk_size_tokens");
    }
    OptionalInt overlap = fixed.integer("chunk_overlap_tokens", 0, most.getAsInt() / 2);
    if (overlap.isEmpty()) {
      throw fixed.missing("chunk_overlap_tokens");
    }
    return new Chunking(most.getAsInt(), overlap.getAsInt());
  }

  static Map<String, Attribute> attributes(RequestFields fields) throws Problem {
    Optional<RequestFields> object = fields.object("attributes");
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (object.isPresent()) {
      for (String name : List.copyOf(object.get().rest())) {
        if (name.isEmpty() || name.length() > Chunk.LONGEST_NAME) {
          throw Problem.invalid(
              "attributes",
              "Names in 'attributes' have 1 to " + Chunk.LONGEST_NAME + " characters.");
        }
        attributes.put(
            RequestFields.wellFormed("attributes", name),
            FilterParser.attribute(object.get().at(name), object.get().value(name).orElseThrow()));
      }
    }
    if (attributes.size() > Chunk.MOST_ATTRIBUTES) {
      throw Problem.invalid(
          "attributes", "'attributes' holds more than " + Chunk.MOST_ATTRIBUTES + ".");
    }
    return attributes;
  }

  /** Ids of files, each once. */
  static List<String> fileIds(RequestFields fields, int most) throws Problem {
    Optional<List<JrsValue>> items = fields.list("file_ids");
    List<String> ids = new ArrayList<>();
    for (JrsValue item : items.orElse(List.of())) {
      String id = RequestFields.text("file_ids[" + ids.size() + "]", item);
      if (ids.contains(id)) {
        throw Problem.invalid("file_ids", "'file_ids' names '" + id + "' twice.");
      }
      ids.add(id);
    }
    if (ids.size() > most) {
      throw Problem.invalid("file_ids", "'file_ids' holds more than " + most + ".");
    }
    return ids;
  }

  static Asked search(RequestFields fields) throws Problem {
    List<String> queries = queries(fields);
    Optional<JrsValue> filters = fields.value("filters");
    Optional<Filter> filter =
        filters.isPresent()
            ? Optional.of(FilterParser.read(fields, "filters", filters.get()))
            : Optional.empty();
    int most = fields.integer("max_num_results", 1, Search.MAX_LIMIT).orElse(USUAL_RESULTS);
    fields.flag("rewrite_query"); // Nobody rewrites it here: the answer says what was looked for.
    Optional<RequestFields> ranking = fields.object("ranking_options");
    double threshold = 0;
    if (ranking.isPresent()) {
      ranking.get().text("ranker");
      threshold = ranking.get().number("score_threshold", 0, 1).orElse(0);
    }
    fields.requireNoMore("searches");
    return new Asked(queries, filter, most, threshold);
  }

  private static List<String> queries(RequestFields fields) throws Problem {
    JrsValue query = fields.value("query").orElseThrow(() -> fields.missing("query"));
    List<String> queries = new ArrayList<>();
    if (query instanceof JrsArray array) {
      for (JrsValue one : RequestFields.items(array)) {
        queries.add(RequestFields.text("query[" + queries.size() + "]", one));
      }
    } else if (query instanceof JrsString) {
      queries.add(RequestFields.text("query", query));
    } else {
      throw RequestFields.wrongType("query", "a text or a list of texts", query);
    }
    if (queries.isEmpty()
        || queries.size() > MOST_QUERIES
        || queries.stream().anyMatch(String::isBlank)) {
      throw Problem.invalid(
          "query", "'query' must be 1 to " + MOST_QUERIES + " texts that say something.");
    }
    return queries;
  }
}
