package dev.trefoil.provider.bedrock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.document.Document;

/**
 * The JSON Schemas that Bedrock can hold an answer to: every object is closed, and there are none
 * of the constraints that a grammar cannot express ("Get validated JSON results from models",
 * Amazon Bedrock user guide).
 */
final class ClosedSchema {
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "patternProperties",
          "oneOf",
          "not",
          "if");

  private ClosedSchema() {}

  static boolean is(Document schema) {
    return schema.isMap() && !schema.asMap().isEmpty() && isClosed(schema);
  }

  private static boolean isClosed(Document schema) {
    if (!schema.isMap()) {
      return true;
    }
    Map<String, Document> members = schema.asMap();
    boolean object =
        members.containsKey("properties")
            || Document.fromString("object").equals(members.get("type"));
    if (object && !Document.fromBoolean(false).equals(members.get("additionalProperties"))) {
      return false;
    }
    return members.keySet().stream().noneMatch(REFUSED::contains)
        && isClosed(members.getOrDefault("items", Document.fromNull()))
        && List.of("properties", "$defs", "definitions", "anyOf", "allOf").stream()
            .allMatch(name -> areClosed(members.get(name)));
  }

  private static boolean areClosed(Document below) {
    if (below == null) {
      return true;
    }
    if (below.isMap()) {
      return below.asMap().values().stream().allMatch(ClosedSchema::isClosed);
    }
    return !below.isList() || below.asList().stream().allMatch(ClosedSchema::isClosed);
  }
}
