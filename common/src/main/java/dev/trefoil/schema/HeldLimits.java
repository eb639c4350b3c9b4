package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.Iterator;
import java.util.List;

/**
 * How large a schema may be that OpenAI holds answers to ("Structured model outputs", in its
 * documentation).
 */
final class HeldLimits {
  private static final int MOST_PROPERTIES = 5_000;
  private static final int DEEPEST = 10;
  private static final int MOST_VALUES = 1_000;
  private static final int MOST_CHARACTERS = 120_000;
  private static final int MANY_VALUES = 250;
  private static final int MOST_OF_MANY = 15_000;

  private int properties;
  private int values;
  private long characters;

  private HeldLimits() {}

  /**
   * @throws UnfitException when the schema is past a limit
   */
  static void check(JrsObject schema) throws UnfitException {
    new HeldLimits().walk(schema, 0);
  }

  private void walk(JrsObject schema, int outer) throws UnfitException {
    int depth = schema.get("properties") == null ? outer : outer + 1;
    require(depth <= DEEPEST, "nests objects deeper than " + DEEPEST + " levels");
    for (String map : List.of("properties", "$defs", "definitions")) {
      if (schema.get(map) instanceof JrsObject named) {
        Iterator<String> names = named.fieldNames();
        while (names.hasNext()) {
          characters += names.next().length();
          properties += map.equals("properties") ? 1 : 0;
        }
      }
    }
    enumerated(Keywords.items(schema.get("enum")));
    characters += schema.get("const") instanceof JrsString text ? text.asText().length() : 0;
    require(properties <= MOST_PROPERTIES, "has more than " + MOST_PROPERTIES + " members");
    require(values <= MOST_VALUES, "enumerates more than " + MOST_VALUES + " values");
    require(characters <= MOST_CHARACTERS, "has names and values of more than 120,000 characters");
    Keywords.<UnfitException>replaceEach(
        Keywords.members(schema),
        (keyword, value) -> {
          if (value instanceof JrsObject object) {
            walk(object, keyword.endsWith("defs") || keyword.equals("definitions") ? 0 : depth);
          }
          return value;
        });
  }

  private void enumerated(List<JrsValue> list) throws UnfitException {
    long length = 0;
    for (JrsValue value : list) {
      length += value instanceof JrsString text ? text.asText().length() : 0;
    }
    values += list.size();
    characters += length;
    require(
        list.size() <= MANY_VALUES || length <= MOST_OF_MANY,
        "enumerates values of more than 15,000 characters");
  }

  private static void require(boolean holds, String otherwise) throws UnfitException {
    if (!holds) {
      throw new UnfitException(otherwise);
    }
  }
}
