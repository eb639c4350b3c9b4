// Tools that Gemini on Vertex AI refuses, in the service's words.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.FunctionCallingConfig;
import com.google.cloud.vertexai.api.FunctionDeclaration;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Schema;
import com.google.cloud.vertexai.api.Tool;
import com.google.cloud.vertexai.api.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks functions, their schemas and how they may be chosen. */
final class GeminiToolRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");

  private GeminiToolRules() {}

  static void check(GenerateContentRequest request) throws VertexRefusal {
    List<FunctionDeclaration> functions = GeminiTools.functions(request);
    boolean others = request.getToolsList().stream().anyMatch(GeminiToolRules::isOther);
    if (others && !functions.isEmpty()) {
      throw VertexErrors.invalid(
          "Multiple tools are supported only when they are all search tools.");
    }
    Set<String> names = new HashSet<>();
    for (FunctionDeclaration function : functions) {
      if (!names.add(function.getName())) {
        throw VertexErrors.unable("duplicate function declaration found: " + function.getName());
      }
      checkFunction(function);
    }
    if (request.getToolConfig().hasFunctionCallingConfig()) {
      checkConfig(request.getToolConfig().getFunctionCallingConfig(), names);
    }
  }

  private static boolean isOther(Tool tool) {
    return !tool.equals(
        Tool.newBuilder().addAllFunctionDeclarations(tool.getFunctionDeclarationsList()).build());
  }

  private static void checkConfig(FunctionCallingConfig config, Set<String> names)
      throws VertexRefusal {
    if (names.isEmpty() && config.getMode() != FunctionCallingConfig.Mode.NONE) {
      throw VertexErrors.invalid("Function calling config is set without function_declarations.");
    }
    if (config.getAllowedFunctionNamesCount() > 0
        && config.getMode() != FunctionCallingConfig.Mode.ANY) {
      throw VertexErrors.unable(
          "allowed_function_names should only be set when the function calling mode is ANY");
    }
    for (String name : config.getAllowedFunctionNamesList()) {
      if (!names.contains(name)) {
        throw VertexErrors.unable(
            "allowed_function_names has `%s`, which is not a declared function".formatted(name));
      }
    }
  }

  private static void checkFunction(FunctionDeclaration function) throws VertexRefusal {
    if (!NAME.matcher(function.getName()).matches()) {
      throw VertexErrors.invalid(
          "Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z,"
              + " A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum"
              + " length of 64.");
    }
    if (function.hasParametersJsonSchema()) {
      GeminiSchemaRules.check(
          ProtoJson.of(function.getParametersJsonSchema()),
          "`%s` functionDeclaration `parameters_json_schema`".formatted(function.getName()));
    }
    if (!function.hasParameters()) {
      return;
    }
    if (function.hasParametersJsonSchema()) {
      throw VertexErrors.unable(
          "`%s` functionDeclaration has both `parameters` and `parameters_json_schema`"
              .formatted(function.getName()));
    }
    if (function.getParameters().getType() != Type.OBJECT) {
      throw VertexErrors.unable(
          "`%s` functionDeclaration `parameters` schema should be of type OBJECT"
              .formatted(function.getName()));
    }
    checkSchema(function.getParameters(), function.getName(), "parameters");
  }

  private static void checkSchema(Schema schema, String function, String place)
      throws VertexRefusal {
    String subject = "`%s` functionDeclaration `%s` schema".formatted(function, place);
    if (schema.getAnyOfCount() > 0) {
      if (!schema.equals(Schema.newBuilder().addAllAnyOf(schema.getAnyOfList()).build())) {
        throw VertexErrors.unable(
            subject
                + " specified other fields alongside any_of. When using any_of, it must be the only"
                + " field set");
      }
    } else if (schema.getType() == Type.TYPE_UNSPECIFIED && schema.getRef().isEmpty()) {
      throw VertexErrors.unable(subject + " didn't specify the schema type field");
    }
    if (schema.getType() == Type.ARRAY && !schema.hasItems()) {
      throw VertexErrors.unable(subject + " is an ARRAY without `items`");
    }
    for (Map.Entry<String, Schema> property : schema.getPropertiesMap().entrySet()) {
      checkSchema(property.getValue(), function, place + "." + property.getKey());
    }
    if (schema.hasItems()) {
      checkSchema(schema.getItems(), function, place + ".items");
    }
    for (Schema any : schema.getAnyOfList()) {
      checkSchema(any, function, place + ".any_of");
    }
  }
}
