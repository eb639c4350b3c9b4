// The functions of a request, as the emulated model sees them.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.FunctionCallingConfig;
import com.google.cloud.vertexai.api.FunctionDeclaration;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Schema;
import dev.trefoil.emulators.model.Tool;
import dev.trefoil.emulators.model.ToolChoice;
import dev.trefoil.emulators.model.ToolOffer;
import java.util.ArrayList;
import java.util.List;

/** Reads functions and how they may be chosen. */
final class GeminiTools {

  private GeminiTools() {}

  static List<FunctionDeclaration> functions(GenerateContentRequest request) {
    return request.getToolsList().stream()
        .flatMap(tool -> tool.getFunctionDeclarationsList().stream())
        .toList();
  }

  static ToolOffer offer(GenerateContentRequest request) {
    FunctionCallingConfig config = request.getToolConfig().getFunctionCallingConfig();
    List<String> allowed = config.getAllowedFunctionNamesList();
    List<Tool> tools =
        functions(request).stream()
            .filter(f -> allowed.isEmpty() || allowed.contains(f.getName()))
            .map(function -> new Tool(function.getName(), schema(function)))
            .toList();
    ToolChoice choice =
        switch (config.getMode()) {
          case NONE -> new ToolChoice.None();
          case ANY -> new ToolChoice.Any();
          case AUTO, MODE_UNSPECIFIED, UNRECOGNIZED -> new ToolChoice.Auto();
        };
    return new ToolOffer(tools, choice, true);
  }

  private static JsonNode schema(FunctionDeclaration function) {
    if (function.hasParametersJsonSchema()) {
      return ProtoJson.of(function.getParametersJsonSchema());
    }
    return function.hasParameters()
        ? schema(function.getParameters())
        : JsonNodeFactory.instance.objectNode();
  }

  /** Google's schema as a JSON schema, as far as the two differ for us: references and order. */
  static ObjectNode schema(Schema schema) {
    ObjectNode json =
        (ObjectNode)
            ProtoJson.of(
                schema.toBuilder().clearProperties().clearDefs().clearItems().clearAnyOf().build());
    if (!schema.getRef().isEmpty()) {
      json.put("$ref", schema.getRef());
    }
    if (schema.hasItems()) {
      json.set("items", schema(schema.getItems()));
    }
    schema.getAnyOfList().forEach(any -> json.withArrayProperty("anyOf").add(schema(any)));
    schema
        .getDefsMap()
        .forEach((name, def) -> json.withObjectProperty("defs").set(name, schema(def)));
    List<String> order = new ArrayList<>(schema.getPropertyOrderingList());
    order.retainAll(schema.getPropertiesMap().keySet());
    schema.getPropertiesMap().keySet().stream()
        .filter(name -> !order.contains(name))
        .forEach(order::add);
    for (String name : order) {
      Schema property = schema.getPropertiesOrThrow(name);
      json.withObjectProperty("properties").set(name, schema(property));
    }
    return json;
  }
}
