package dev.trefoil.local.clients;

import java.util.List;
import java.util.Map;

/** What every client asks; src/test/npm/asked.mjs says the same. */
final class Asked {
  static final String TEXT = "one two three";
  static final String TOOLS_TEXT = "Use get_weather and get_time.";
  static final String STRUCTURED_TEXT = "Where is it?";
  static final String IMAGE_TEXT = "what is this";
  static final String IMAGE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  static final List<String> CONVERSATION = List.of("one two three", "four five");
  static final List<String> TEXTS = List.of("alpha", "beta gamma");
  static final List<Tool> TOOLS =
      List.of(
          new Tool("get_weather", "The weather of a city", "city", "Paris", "sunny"),
          new Tool("get_time", "The time of a zone", "zone", "CET", "noon"));

  private Asked() {}

  /**
   * A tool of one parameter, which it must be given.
   *
   * @param value the only one that the parameter can have
   * @param result what it gives back
   */
  record Tool(String name, String description, String parameter, String value, String result) {
    /** The parameter's schema by its name. */
    Map<String, Object> properties() {
      return Map.of(parameter, Map.of("type", "string", "enum", List.of(value)));
    }

    /** The whole schema of its parameters. */
    Map<String, Object> schema() {
      return Map.of(
          "type",
          "object",
          "properties",
          properties(),
          "required",
          List.of(parameter),
          "additionalProperties",
          false);
    }
  }

  /** What the tool of this name gives back. */
  static String result(String name) {
    return TOOLS.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody offered " + name))
        .result();
  }
}
