// Reads the keys of a table that is to be made.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** AttributeDefinitions and KeySchema of CreateTable. */
final class SchemaReader {
  private SchemaReader() {}

  /**
   * Reads them.
   *
   * @throws Refusal in the service's words, as the tests of dynalite recorded them
   */
  static Schema read(JsonNode request) {
    Map<String, String> types = new LinkedHashMap<>();
    request
        .get("AttributeDefinitions")
        .forEach(
            definition ->
                types.put(
                    definition.path("AttributeName").asText(),
                    definition.path("AttributeType").asText()));
    Map<String, String> keys = new LinkedHashMap<>();
    JsonNode schema = request.get("KeySchema");
    schema.forEach(
        key -> keys.put(key.path("AttributeName").asText(), key.path("KeyType").asText()));
    requireBounds(request, types, keys, schema);
    Set<String> undefined = new LinkedHashSet<>(keys.keySet());
    undefined.removeAll(types.keySet());
    if (!undefined.isEmpty()) {
      throw keys.size() > types.size()
          ? Refusal.invalid("Invalid KeySchema: Some index key attribute have no definition")
          : Refusal.invalidParameter(
              "Some index key attributes are not defined in AttributeDefinitions. Keys: %s, AttributeDefinitions: %s"
                  .formatted(keys.keySet(), types.keySet()));
    }
    if (keys.size() < schema.size()) {
      throw Refusal.invalid(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    requireOrder(List.copyOf(keys.values()));
    if (keys.size() != types.size()) {
      throw Refusal.invalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
    List<Schema.Key> read =
        keys.keySet().stream()
            .map(name -> new Schema.Key(name, Value.Type.valueOf(types.get(name))))
            .toList();
    return new Schema(
        read.getFirst(), read.size() > 1 ? Optional.of(read.getLast()) : Optional.empty());
  }

  private static void requireBounds(
      JsonNode json, Map<String, String> types, Map<String, String> keys, JsonNode schema) {
    Request request = new Request(json);
    if (schema.isEmpty()) {
      request.violate("[]", "keySchema", "Member must have length greater than or equal to 1");
    }
    if (schema.size() > 2) {
      request.violate(
          schema.toString(), "keySchema", "Member must have length less than or equal to 2");
    }
    requireMembers(request, keys, "keySchema", "keyType", List.of("HASH", "RANGE"));
    requireMembers(request, types, "attributeDefinitions", "attributeType", List.of("B", "N", "S"));
    request.requireInBounds();
  }

  private static void requireMembers(
      Request request,
      Map<String, String> members,
      String list,
      String member,
      List<String> allowed) {
    int number = 0;
    for (Map.Entry<String, String> entry : members.entrySet()) {
      number++;
      String path = "%s.%d.member.".formatted(list, number);
      if (entry.getKey().isEmpty()) {
        request.violate("null", path + "attributeName", "Member must not be null");
      }
      if (!allowed.contains(entry.getValue())) {
        request.violate(
            entry.getValue().isEmpty() ? "null" : entry.getValue(),
            path + member,
            "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
      }
    }
  }

  private static void requireOrder(List<String> types) {
    if (!types.getFirst().equals("HASH")) {
      throw Refusal.invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (types.size() > 1 && !types.getLast().equals("RANGE")) {
      throw Refusal.invalid(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }
}
