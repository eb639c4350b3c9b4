package dev.trefoil.door.chat;

import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.SchemaFields;
import java.util.Optional;

/** Reads {@code response_format}. */
final class FormatParser {
  private FormatParser() {}

  static ResponseFormat format(RequestFields fields) throws Problem {
    Optional<RequestFields> format = fields.object("response_format");
    if (format.isEmpty()) {
      return new ResponseFormat.Text();
    }
    String type = format.get().requiredText("type");
    return switch (type) {
      case "text" -> new ResponseFormat.Text();
      case "json_object" -> new ResponseFormat.JsonObject();
      case "json_schema" ->
          SchemaFields.jsonSchema(
              format
                  .get()
                  .object("json_schema")
                  .orElseThrow(() -> format.get().missing("json_schema")));
      default ->
          throw Problem.invalid(
              "response_format.type",
              "'response_format.type' must be text, json_object or json_schema.");
    };
  }
}
