package dev.trefoil.chat;

/** The form in which the answer's text is wanted. */
public sealed interface ResponseFormat {

  /** Any text. */
  record Text() implements ResponseFormat {}

  /** One JSON object of any shape. */
  record JsonObject() implements ResponseFormat {}

  /**
   * JSON that holds to a schema.
   *
   * @param name 1 to 64 letters, digits, {@code _} or {@code -}
   * @param description may be empty
   * @param schema a JSON Schema as text, known to be a JSON object
   * @param strict whether the answer must hold to the schema exactly
   */
  record JsonSchema(String name, String description, String schema, boolean strict)
      implements ResponseFormat {}
}
