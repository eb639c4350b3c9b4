package dev.trefoil.chat;

import java.util.Objects;

/**
 * A function that the model may call.
 *
 * @param name of any form; a service that takes fewer knows the tool under another
 * @param description may be empty
 * @param schema a JSON Schema of type object, as text, known to be a JSON object
 * @param strict whether the arguments must hold to the schema exactly
 */
public record Tool(String name, String description, String schema, boolean strict) {
  public Tool {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
  }
}
