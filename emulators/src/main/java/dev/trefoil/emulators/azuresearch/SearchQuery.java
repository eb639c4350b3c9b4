// A search in an index.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One request: a text in the simple query syntax, vectors, or both, which are fused by reciprocal
 * rank with a constant of 60 and places from 0 ("Relevance scoring in hybrid search"). A filter
 * comes before either. Facets, highlights, scoring profiles and semantic ranking are refused.
 */
final class SearchQuery {
  private static final int K = 60;
  private static final int MOST_OF_TEXT = 1_000;
  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final Set<String> KNOWN =
      Set.of(
          "search",
          "searchFields",
          "searchMode",
          "queryType",
          "vectorQueries",
          "vectorFilterMode",
          "filter",
          "select",
          "top",
          "skip",
          "count",
          "orderby");

  private final SearchIndex index;
  private final JsonNode request;

  SearchQuery(SearchIndex index, JsonNode request) {
    this.index = index;
    this.request = request;
  }

  /** A document's place in an order. */
  private record Scored(ObjectNode document, double score) {}

  ObjectNode answer() throws RefusedException {
    for (Map.Entry<String, JsonNode> parameter : request.properties()) {
      if (!KNOWN.contains(parameter.getKey())) {
        throw Refusal.invalid(
            "The parameter '" + parameter.getKey() + "' is not valid for a search operation.");
      }
    }
    int top = request.path("top").asInt(USUAL);
    if (top < 0 || top > MOST) {
      throw Refusal.invalid("The value of $top must be between 0 and " + MOST + ".");
    }
    List<String> selected = selected();
    Predicate<JsonNode> filter =
        request.path("filter").asText("").isEmpty()
            ? document -> true
            : ODataFilter.read(request.path("filter").asText(), index.fields());
    List<ObjectNode> candidates = index.found().values().stream().filter(filter).toList();
    List<Scored> ordered = ordered(rankings(candidates), candidates);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("@odata.context", "$metadata#docs(*)");
    if (request.path("count").asBoolean(false)) {
      answer.put("@odata.count", ordered.size());
    }
    ArrayNode values = answer.putArray("value");
    ordered.stream()
        .skip(request.path("skip").asInt(0))
        .limit(top)
        .forEach(one -> values.add(shown(index, one, selected)));
    return answer;
  }

  private List<List<Scored>> rankings(List<ObjectNode> candidates) throws RefusedException {
    List<List<Scored>> rankings = new ArrayList<>();
    String text = request.path("search").asText("");
    if (!request.path("queryType").asText("simple").equals("simple")) {
      throw Refusal.invalid("The query type is not emulated.");
    }
    boolean vectors = !request.path("vectorQueries").isEmpty();
    if (!text.isEmpty() && !text.equals("*")) {
      rankings.add(byText(text, candidates));
    } else if (text.equals("*") && vectors) {
      rankings.add(candidates.stream().map(each -> new Scored(each, 1)).toList());
    }
    for (JsonNode query : request.path("vectorQueries")) {
      rankings.add(byVector(query, candidates));
    }
    return rankings;
  }

  private List<Scored> byText(String text, List<ObjectNode> candidates) throws RefusedException {
    List<String> fields = new ArrayList<>();
    for (String name : request.path("searchFields").asText("").split(",")) {
      if (!name.isBlank()) {
        Field field = index.fields().get(name.strip());
        if (field == null || !field.searchable() || !field.type().equals(Field.TEXT)) {
          throw Refusal.expression(
              "The field '" + name.strip() + "' in the search field list is not searchable.",
              "searchFields");
        }
        fields.add(field.name());
      }
    }
    if (fields.isEmpty()) {
      index.fields().values().stream()
          .filter(field -> field.searchable() && field.type().equals(Field.TEXT))
          .forEach(field -> fields.add(field.name()));
    }
    return best(new SimpleText(text, index, fields).score(candidates), MOST_OF_TEXT);
  }

  private List<Scored> byVector(JsonNode query, List<ObjectNode> candidates)
      throws RefusedException {
    Field field = index.fields().get(query.path("fields").asText(""));
    if (field == null || field.dimensions() == 0) {
      throw Refusal.invalid(
          "Unknown field '" + query.path("fields").asText() + "' in vector field list.");
    }
    if (!query.path("kind").asText().equals("vector")) {
      throw Refusal.invalid("The kind of the vector query is not emulated.");
    }
    double[] asked = vector(query.path("vector"));
    if (asked.length != field.dimensions()) {
      throw Refusal.dimensions("", field.name(), field.dimensions(), asked.length);
    }
    int k = query.path("k").asInt(USUAL);
    Map<ObjectNode, Double> scores = new IdentityHashMap<>();
    for (ObjectNode document : candidates) {
      if (document.path(field.name()).isArray()) {
        // Of the cosine the service makes a score of 0.333 to 1.
        scores.put(document, 1 / (2 - cosine(asked, vector(document.path(field.name())))));
      }
    }
    return best(scores, k);
  }

  private static double[] vector(JsonNode array) {
    double[] vector = new double[array.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = array.get(i).asDouble();
    }
    return vector;
  }

  private static double cosine(double[] one, double[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
      first += one[i] * one[i];
      second += other[i] * other[i];
    }
    return product / Math.sqrt(first * second);
  }

  private List<Scored> best(Map<ObjectNode, Double> scores, int most) {
    return scores.entrySet().stream()
        .map(entry -> new Scored(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingDouble((Scored each) -> -each.score())
                .thenComparing(each -> each.document().path(index.key()).asText()))
        .limit(most)
        .toList();
  }

  private List<Scored> ordered(List<List<Scored>> rankings, Collection<ObjectNode> candidates)
      throws RefusedException {
    String order = request.path("orderby").asText("");
    if (rankings.isEmpty()) {
      List<Scored> all = candidates.stream().map(each -> new Scored(each, 1)).toList();
      return order.isEmpty() ? all : sorted(all, order);
    }
    if (!order.isEmpty()) {
      throw Refusal.invalid("An order is not emulated where there are ranks.");
    }
    if (rankings.size() == 1) {
      return rankings.getFirst();
    }
    Map<ObjectNode, Double> fused = new IdentityHashMap<>();
    for (List<Scored> ranking : rankings) {
      for (int place = 0; place < ranking.size(); place++) {
        fused.merge(ranking.get(place).document(), 1.0 / (K + place), Double::sum);
      }
    }
    return best(fused, Integer.MAX_VALUE);
  }

  private List<Scored> sorted(List<Scored> all, String order) throws RefusedException {
    String[] words = order.strip().split(" +");
    Field field = index.fields().get(words[0]);
    if (field == null) {
      throw Refusal.noProperty(words[0], "$orderby");
    }
    if (!field.sortable()) {
      throw Refusal.expression("The field '" + words[0] + "' is not sortable.", "$orderby");
    }
    Comparator<Scored> by =
        Comparator.comparing(each -> each.document().path(field.name()).asText());
    return all.stream()
        .sorted(words.length > 1 && words[1].equalsIgnoreCase("desc") ? by.reversed() : by)
        .toList();
  }

  private List<String> selected() throws RefusedException {
    List<String> names = new ArrayList<>();
    for (String name : request.path("select").asText("").split(",")) {
      if (!name.isBlank() && !name.equals("*")) {
        Field field = index.fields().get(name.strip());
        if (field == null) {
          throw Refusal.noProperty(name.strip(), "$select");
        }
        if (!field.retrievable()) {
          throw Refusal.expression(
              "The field '" + field.name() + "' is not retrievable.", "$select");
        }
        names.add(field.name());
      }
    }
    if (names.isEmpty()) {
      index.fields().values().stream()
          .filter(Field::retrievable)
          .forEach(field -> names.add(field.name()));
    }
    return names;
  }

  private static ObjectNode shown(SearchIndex index, Scored one, List<String> selected) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("@search.score", (float) one.score());
    for (String name : selected) {
      shown.set(name, whole(index.fields().get(name), one.document().get(name)));
    }
    return shown;
  }

  /** With a null for each field of a complex value that it has not. */
  private static JsonNode whole(Field field, JsonNode value) {
    if (value == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (!field.type().equals(Field.COMPLEX)) {
      return value;
    }
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : value) {
      ObjectNode all = elements.addObject();
      for (Field part : field.fields().values()) {
        all.set(part.name(), whole(part, element.get(part.name())));
      }
    }
    return elements;
  }

  /** A document as a look-up shows it. */
  static ObjectNode shown(SearchIndex index, ObjectNode document) {
    ObjectNode shown =
        shown(
            index,
            new Scored(document, 1),
            index.fields().values().stream().filter(Field::retrievable).map(Field::name).toList());
    shown.remove("@search.score");
    return shown;
  }
}
