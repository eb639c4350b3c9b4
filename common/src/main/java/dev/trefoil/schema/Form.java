package dev.trefoil.schema;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of JSON Schema a service takes in one place.
 *
 * @param keywords those that it takes; empty for all
 * @param formats those that it knows; empty for all
 * @param held whether the service holds answers to it: every object closed, every value of a type
 * @param allRequired whether an object may have no member that can be missing; it is null instead
 * @param itemsNeeded whether a list must say what is in it
 * @param inlined whether it takes no references, at least not from the root
 * @param recursive whether a schema may be part of itself
 * @param bareRoot whether the root has nothing but a type, members and which of them are required
 * @param looseRoot whether the root of a tool may have {@code enum}, {@code not} and the like
 * @param names what the members of a tool's arguments may be called
 */
record Form(
    Set<String> keywords,
    Set<String> formats,
    boolean held,
    boolean allRequired,
    boolean itemsNeeded,
    boolean inlined,
    boolean recursive,
    boolean bareRoot,
    boolean looseRoot,
    Pattern names) {
  private static final Pattern ANY = Pattern.compile("(?s).*");

  /** In the service's words (twilio-labs/mcp 58): "Property keys should match pattern". */
  private static final Pattern CLAUDE_NAMES = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  /** Tools of Claude: JSON Schema 2020-12 of an object. */
  static final Form CLAUDE =
      new Form(Set.of(), Set.of(), false, false, false, false, true, false, true, CLAUDE_NAMES);

  /** "Structured outputs", JSON Schema limitations, in Anthropic's documentation. */
  static final Form CLAUDE_HELD =
      new Form(
          Set.of(
              "type",
              "properties",
              "required",
              "additionalProperties",
              "items",
              "enum",
              "const",
              "anyOf",
              "$ref",
              "$defs",
              "definitions",
              "$schema",
              "format",
              "pattern",
              "minItems",
              "default",
              "title",
              "description"),
          Set.of(
              "date-time",
              "time",
              "date",
              "duration",
              "email",
              "hostname",
              "uri",
              "ipv4",
              "ipv6",
              "uuid"),
          true,
          false,
          true,
          false,
          false,
          false,
          true,
          CLAUDE_NAMES);

  /** "Defining a tool" in Amazon's guide to Nova: type, properties and required at the root. */
  static final Form NOVA =
      new Form(Set.of(), Set.of(), false, false, false, true, false, true, false, ANY);

  /** Tools of OpenAI that are not strict; what is refused of them is known by its words. */
  static final Form OPENAI =
      new Form(Set.of(), Set.of(), false, false, true, false, true, false, false, ANY);

  /** "Structured model outputs", supported schemas, in OpenAI's documentation. */
  static final Form OPENAI_HELD =
      new Form(
          Set.of(
              "type",
              "properties",
              "required",
              "additionalProperties",
              "items",
              "enum",
              "const",
              "anyOf",
              "$ref",
              "$defs",
              "definitions",
              "$schema",
              "format",
              "pattern",
              "minimum",
              "maximum",
              "exclusiveMinimum",
              "exclusiveMaximum",
              "multipleOf",
              "minItems",
              "maxItems",
              "title",
              "description"),
          FORMATS,
          true,
          true,
          true,
          false,
          true,
          false,
          false,
          ANY);

  /** GenerationConfig.responseJsonSchema in Google's reference; of tools the same is kept to. */
  static final Form GEMINI =
      new Form(
          Set.of(
              "$id",
              "$defs",
              "$ref",
              "$anchor",
              "type",
              "format",
              "title",
              "description",
              "enum",
              "items",
              "prefixItems",
              "minItems",
              "maxItems",
              "minimum",
              "maximum",
              "anyOf",
              "oneOf",
              "properties",
              "additionalProperties",
              "required",
              "propertyOrdering"),
          Set.of(),
          false,
          false,
          false,
          false,
          false,
          false,
          false,
          ANY);

  /** Whether it leaves keywords out. */
  boolean isNarrow() {
    return !keywords.isEmpty();
  }

  boolean takes(String keyword) {
    return keywords.isEmpty() || keywords.contains(keyword);
  }

  boolean takesFormat(String format) {
    return formats.isEmpty() || formats.contains(format);
  }
}
