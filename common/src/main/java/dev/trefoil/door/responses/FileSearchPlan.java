package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.door.FilterParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import dev.trefoil.retrieval.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of the search of files.
 *
 * @param stores the ids of the vector stores, which are the caller's
 * @param most passages of one search
 * @param filters as they were sent: JSON that was read once; empty for none
 * @param threshold the least score of a passage
 * @param results whether the response has the passages, and not only what was looked for
 */
record FileSearchPlan(
    List<String> stores, int most, Optional<String> filters, double threshold, boolean results) {
  FileSearchPlan {
    stores = List.copyOf(stores);
  }

  FileSearchPlan with(boolean included) {
    return new FileSearchPlan(stores, most, filters, threshold, included);
  }

  /** As the text that a plan of a run keeps. */
  String text() {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("stores");
          for (String store : stores) {
            json.writeString(store);
          }
          json.writeEndArray();
          json.writeNumberField("most", most);
          if (filters.isPresent()) {
            json.writeFieldName("filters");
            json.writeRawValue(filters.get());
          }
          json.writeNumberField("threshold", threshold);
          json.writeBooleanField("results", results);
        });
  }

  /** Reads what {@link #text} wrote. */
  static FileSearchPlan read(String text) {
    try {
      JrsObject json = Json.readWhole(text);
      List<String> stores = new ArrayList<>();
      if (json.get("stores") instanceof JrsArray array) {
        array.elements().forEachRemaining(store -> stores.add(store.asText()));
      }
      return new FileSearchPlan(
          stores,
          Integer.parseInt(Json.text(json, "most").orElseThrow()),
          json.get("filters") instanceof JrsObject filters
              ? Optional.of(Json.write(filters))
              : Optional.empty(),
          Double.parseDouble(Json.text(json, "threshold").orElseThrow()),
          Json.text(json, "results").filter("true"::equals).isPresent());
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a search is not what was written", e);
    }
  }

  /** The filter that it has. */
  Optional<Filter> filter() {
    if (filters.isEmpty()) {
      return Optional.empty();
    }
    try {
      JrsObject json = Json.readWhole(filters.get());
      return Optional.of(FilterParser.read(RequestFields.of(json), "filters", json));
    } catch (IOException | Problem e) {
      throw new IllegalArgumentException("what is kept of a filter is none", e);
    }
  }
}
