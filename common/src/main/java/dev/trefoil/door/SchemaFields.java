package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ResponseFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the formats share of tools and forms of answers: names and JSON Schemas. */
public final class SchemaFields {
  /** The schema of a tool that takes nothing. */
  public static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private static final int LONGEST_TOOL_NAME = 256;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private SchemaFields() {}

  /**
   * A tool's name: any that its server gave it. What a service does not take goes under another
   * name there.
   */
  public static String toolName(RequestFields fields) throws Problem {
    String name = fields.requiredText("name");
    if (name.isBlank() || name.length() > LONGEST_TOOL_NAME) {
      throw Problem.invalid(
          fields.at("name"),
          "'" + fields.at("name") + "' must be 1 to " + LONGEST_TOOL_NAME + " characters.");
    }
    return name;
  }

  /** A JSON Schema as text. */
  public static Optional<String> schema(RequestFields fields, String field) throws Problem {
    Optional<JrsValue> value = fields.value(field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof JrsObject)) {
      throw RequestFields.wrongType(fields.at(field), "an object", value.get());
    }
    return Optional.of(SchemaBounds.text(fields.at(field), value.get()));
  }

  /** The form of an answer that is to hold to a schema. */
  public static ResponseFormat jsonSchema(RequestFields fields) throws Problem {
    return new ResponseFormat.JsonSchema(
        formatName(fields),
        fields.text("description").orElse(""),
        schema(fields, "schema").orElseThrow(() -> fields.missing("schema")),
        fields.flag("strict"));
  }

  private static String formatName(RequestFields fields) throws Problem {
    String name = fields.requiredText("name");
    if (!NAME.matcher(name).matches()) {
      throw Problem.invalid(
          fields.at("name"),
          "'" + fields.at("name") + "' must be 1 to 64 letters, digits, underscores or dashes.");
    }
    return name;
  }
}
