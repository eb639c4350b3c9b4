package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.schema.KnownSchemas;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a JSON Schema that is out of all proportion, before the mappers walk it, a service reads
 * it and a gate's validator follows it.
 */
public final class SchemaBounds {
  public static final int MOST_CHARACTERS = 256 << 10;
  public static final int MOST_VALUES = 10_000;
  public static final int DEEPEST = 100;
  public static final int MOST_PATTERNS = 200;
  public static final int LONGEST_PATTERN = 1_000;

  /** Whoever reads a schema writes down the way to each part of it, name after name. */
  private static final long MOST_IN_PATHS = 8L << 20;

  private final String field;
  private int values;
  private int patterns;
  private long paths;

  private SchemaBounds(String field) {
    this.field = field;
  }

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
    SchemaBounds bounds = new SchemaBounds(field);
    bounds.walk(schema, 1, 0);
    RequestJson.requireWellFormed(field, schema);
    if (text.length() > MOST_CHARACTERS) {
      throw bounds.refused("has more than " + MOST_CHARACTERS + " characters");
    }
    KnownSchemas.SHARED.keep(text);
    return text;
  }

  /**
   * @param path how long the names on the way to the value are, together
   */
  private void walk(JrsValue value, int depth, long path) throws Problem {
    paths += path;
    if (++values > MOST_VALUES) {
      throw refused("has more than " + MOST_VALUES + " values");
    }
    if (paths > MOST_IN_PATHS) {
      throw refused("has names that are too long for so many values below them");
    }
    if (depth > DEEPEST && value.isContainerNode()) {
      throw refused("nests deeper than " + DEEPEST + " levels");
    }
    switch (value) {
      case JrsObject object -> object(object, depth, path);
      case JrsArray array -> {
        for (int i = 0; i < array.size(); i++) {
          walk(array.get(i), depth + 1, path);
        }
      }
      case JrsNumber number -> {
        if (Double.isInfinite(number.getValue().doubleValue())) {
          throw refused("holds a number that does not fit a double");
        }
      }
      default -> {
        // Of fixed size, or bounded by the schema's.
      }
    }
  }

  private void object(JrsObject object, int depth, long path) throws Problem {
    Iterator<Map.Entry<String, JrsValue>> members = object.fields();
    while (members.hasNext()) {
      Map.Entry<String, JrsValue> member = members.next();
      String name = member.getKey();
      if (name.equals("pattern") && member.getValue() instanceof JrsString pattern) {
        pattern(pattern.asText());
      }
      if (name.equals("patternProperties") && member.getValue() instanceof JrsObject named) {
        Iterator<String> names = named.fieldNames();
        while (names.hasNext()) {
          pattern(names.next());
        }
      }
      walk(member.getValue(), depth + 1, path + name.length());
    }
  }

  private void pattern(String pattern) throws Problem {
    if (++patterns > MOST_PATTERNS) {
      throw refused("has more than " + MOST_PATTERNS + " patterns");
    }
    if (pattern.length() > LONGEST_PATTERN) {
      throw refused("has a pattern of more than " + LONGEST_PATTERN + " characters");
    }
  }

  private Problem refused(String bound) {
    return Problem.invalid(field, "'" + field + "' " + bound + ".");
  }
}
