package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.schema.KnownSchemas;
import dev.trefoil.schema.SchemaSize;
import java.util.Optional;

/** Refuses a JSON Schema of a caller's that is out of all proportion. */
public final class SchemaBounds {
  private SchemaBounds() {}

  /**
   * The schema as text; the same instance for one that was let through lately, which is not looked
   * into again.
   *
   * @param field where it stands in the request
   */
  public static String text(String field, JrsValue schema) throws Problem {
    String text = Json.write(schema);
    Optional<String> known = KnownSchemas.SHARED.get(text);
    if (known.isPresent()) {
      return known.get();
    }
    Optional<String> excess = SchemaSize.excess(schema, text);
    if (excess.isPresent()) {
      throw Problem.invalid(field, "'" + field + "' " + excess.get() + ".");
    }
    RequestJson.requireWellFormed(field, schema);
    KnownSchemas.SHARED.keep(text);
    return text;
  }
}
