// An index: its definition and its documents.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/** Documents in memory, by their keys. Used by one thread at a time. */
final class SearchIndex {
  /** Source: "Service limits in Azure AI Search". */
  private static final int MOST_DOCUMENTS = 1_000;

  private static final String ACTION = "@search.action";
  private static final Set<String> ACTIONS = Set.of("upload", "merge", "mergeOrUpload", "delete");
  private static final Pattern INDEX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,126}[a-z0-9])?");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_=-]{1,1024}");

  private final ObjectNode definition;
  private final Map<String, Field> fields;
  private final Map<String, Analyzer> analyzers;
  private final String key;
  private final TreeMap<String, ObjectNode> documents = new TreeMap<>();
  private TreeMap<String, ObjectNode> found = new TreeMap<>();

  private SearchIndex(
      ObjectNode definition,
      Map<String, Field> fields,
      Map<String, Analyzer> analyzers,
      String key) {
    this.definition = definition;
    this.fields = fields;
    this.analyzers = analyzers;
    this.key = key;
  }

  /** Reads a definition, and refuses what the service refuses of it. */
  static SearchIndex define(JsonNode definition) throws RefusedException {
    if (!(definition instanceof ObjectNode object)) {
      throw Refusal.invalid("definition : it is missing.");
    }
    String name = object.path("name").asText("");
    if (!INDEX.matcher(name).matches()) {
      throw Refusal.invalid(
          "definition : Index name must only contain lowercase letters, digits or dashes, cannot"
              + " start or end with dashes and is limited to 128 characters.");
    }
    Map<String, Field> fields = Field.read(object.path("fields"));
    List<Field> keys = fields.values().stream().filter(Field::key).toList();
    if (keys.size() != 1 || !keys.getFirst().type().equals(Field.TEXT)) {
      throw Refusal.invalid(
          "definition : Found "
              + keys.size()
              + " key fields in index '"
              + name
              + "'. An index must have exactly one key field of type Edm.String.");
    }
    Set<String> profiles = new HashSet<>();
    object
        .path("vectorSearch")
        .path("profiles")
        .forEach(profile -> profiles.add(profile.path("name").asText()));
    for (JsonNode field : object.path("fields")) {
      String profile = field.path("vectorSearchProfile").asText("");
      if (!profile.isEmpty() && !profiles.contains(profile)) {
        throw Refusal.invalid(
            "definition : The vector search profile '" + profile + "' does not exist.");
      }
    }
    Map<String, Analyzer> analyzers = Analyzer.read(object);
    for (Field field : fields.values()) {
      if (!analyzers.containsKey(field.analyzer())) {
        throw Refusal.invalid(
            "definition : The analyzer '" + field.analyzer() + "' does not exist.");
      }
    }
    return new SearchIndex(object, fields, analyzers, keys.getFirst().name());
  }

  String name() {
    return definition.path("name").asText();
  }

  ObjectNode definition() {
    return definition;
  }

  Map<String, Field> fields() {
    return fields;
  }

  /** What parts a field's text. */
  Analyzer analyzer(String field) {
    return analyzers.get(fields.get(field).analyzer());
  }

  String key() {
    return key;
  }

  int size() {
    return documents.size();
  }

  /** What queries find, by key. */
  Map<String, ObjectNode> found() {
    return found;
  }

  Optional<ObjectNode> document(String wanted) {
    return Optional.ofNullable(documents.get(wanted));
  }

  /** Has queries find what was put. */
  void refresh() {
    found = new TreeMap<>(documents);
  }

  /** What became of a batch: 200, or 207 where part of it was not done. */
  record Indexed(int status, ObjectNode body) {}

  /**
   * Does what a batch says; all of it is refused for one action that is wrong.
   *
   * @param failure the status with which the action at a place fails, 0 for none
   */
  Indexed index(JsonNode batch, IntUnaryOperator failure) throws RefusedException {
    if (!batch.path("value").isArray() || batch.path("value").isEmpty()) {
      throw Refusal.invalid("No indexing actions found in the request.");
    }
    if (batch.path("value").size() > MOST_DOCUMENTS) {
      throw Refusal.invalid("The batch has more than " + MOST_DOCUMENTS + " indexing actions.");
    }
    List<ObjectNode> actions = new ArrayList<>();
    for (JsonNode action : batch.path("value")) {
      require(action, actions.size());
      actions.add((ObjectNode) action);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode results = body.putArray("value");
    boolean whole = true;
    for (int i = 0; i < actions.size(); i++) {
      int fails = failure.applyAsInt(i);
      int status = fails != 0 ? fails : apply(actions.get(i));
      boolean good = status < 300;
      whole &= good;
      results
          .addObject()
          .put("key", actions.get(i).path(key).asText())
          .put("status", good)
          .put("errorMessage", good ? null : status == 404 ? "Document not found." : "Busy.")
          .put("statusCode", status);
    }
    return new Indexed(whole ? 200 : 207, body);
  }

  private void require(JsonNode action, int place) throws RefusedException {
    String where = "actions : " + place + ": ";
    if (!action.isObject() || !ACTIONS.contains(action.path(ACTION).asText("upload"))) {
      throw Refusal.invalid(where + "Invalid action: '" + action.path(ACTION).asText() + "'.");
    }
    String own = action.path(key).asText("");
    if (own.isEmpty()) {
      throw Refusal.invalid(where + "Document key cannot be missing or empty.");
    }
    if (!KEY.matcher(own).matches()) {
      throw Refusal.invalid(
          where
              + "Invalid document key: '"
              + own
              + "'. Keys can only contain letters, digits, underscore (_), dash (-), or equal sign"
              + " (=).");
    }
    if (own.startsWith("_")) {
      throw Refusal.invalid(
          where
              + "Invalid document key: '"
              + own
              + "'. Keys cannot start with a leading underscore.");
    }
    require(action, fields, where);
  }

  private static void require(JsonNode document, Map<String, Field> fields, String where)
      throws RefusedException {
    for (Map.Entry<String, JsonNode> property : document.properties()) {
      if (property.getKey().equals(ACTION)) {
        continue;
      }
      Field field = fields.get(property.getKey());
      if (field == null) {
        throw Refusal.invalid(
            "The property '"
                + property.getKey()
                + "' does not exist on type 'search.documentFields'. Make sure to only use property"
                + " names that are defined by the type.");
      }
      JsonNode value = property.getValue();
      Optional<String> fault = field.fault(value);
      if (fault.isPresent()) {
        throw Refusal.invalid(where + fault.get());
      }
      if (field.dimensions() > 0 && value.isArray() && value.size() != field.dimensions()) {
        throw Refusal.dimensions(where, field.name(), field.dimensions(), value.size());
      }
      if (field.type().equals(Field.COMPLEX)) {
        for (JsonNode element : value) {
          require(element, field.fields(), where);
        }
      }
    }
  }

  private int apply(ObjectNode action) {
    String own = action.path(key).asText();
    String what = action.path(ACTION).asText("upload");
    ObjectNode content = action.deepCopy();
    content.remove(ACTION);
    ObjectNode before = documents.get(own);
    switch (what) {
      case "delete" -> documents.remove(own);
      case "upload" -> documents.put(own, content);
      default -> {
        if (before == null && what.equals("merge")) {
          return 404;
        }
        ObjectNode merged = before == null ? content : before.deepCopy();
        merged.setAll(content);
        documents.put(own, merged);
      }
    }
    return before == null && !what.equals("delete") ? 201 : 200;
  }
}
