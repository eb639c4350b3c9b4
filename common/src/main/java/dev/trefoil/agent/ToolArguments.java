package dev.trefoil.agent;

import dev.trefoil.json.Json;
import dev.trefoil.schema.SchemaCheck;
import dev.trefoil.schema.SchemaSize;
import java.io.IOException;
import java.util.Optional;

/** Looks at the arguments of a call before it is made. */
final class ToolArguments {
  private ToolArguments() {}

  /**
   * What is wrong with them, for the model; empty where they hold to the schema. One that cannot be
   * checked, or is out of all proportion, asks for nothing: its tool judges by itself.
   *
   * @param schema of the tool
   * @param arguments as the model wrote them
   */
  static Optional<String> mistakes(String schema, String arguments) {
    String text = arguments.isBlank() ? "{}" : arguments;
    try {
      Json.readWhole(text);
    } catch (IOException e) {
      return Optional.of("they are not a JSON object");
    }
    return isOfSize(schema) ? SchemaCheck.mistakes(schema, text) : Optional.empty();
  }

  private static boolean isOfSize(String schema) {
    try {
      return SchemaSize.excess(Json.readWhole(schema), schema).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
