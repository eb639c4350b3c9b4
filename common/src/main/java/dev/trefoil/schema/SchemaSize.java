package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a JSON Schema that is out of all proportion, before the mappers walk it, a service reads it
 * and a validator follows it.
 */
public final class SchemaSize {
  private static final int MOST_CHARACTERS = 256 << 10;
  private static final int MOST_VALUES = 10_000;
  private static final int DEEPEST = 100;
  private static final int MOST_PATTERNS = 200;
  private static final int LONGEST_PATTERN = 1_000;

  /** Whoever reads a schema writes down the way to each part of it, name after name. */
  private static final long MOST_IN_PATHS = 8L << 20;

  private int values;
  private int patterns;
  private long paths;

  private SchemaSize() {}

  /**
   * The bound that a schema is past, as what it does or has; empty where there is none.
   *
   * @param text the same schema as it is written
   */
  public static Optional<String> excess(JrsValue schema, String text) {
    try {
      new SchemaSize().walk(schema, 1, 0);
    } catch (ExcessException e) {
      return Optional.of(e.getMessage());
    }
    return text.length() > MOST_CHARACTERS
        ? Optional.of("has more than " + MOST_CHARACTERS + " characters")
        : Optional.empty();
  }

  private static final class ExcessException extends Exception {
    private static final long serialVersionUID = 1L;

    ExcessException(String bound) {
      super(bound);
    }
  }

  /**
   * @param path how long the names on the way to the value are, together
   */
  private void walk(JrsValue value, int depth, long path) throws ExcessException {
    paths += path;
    if (++values > MOST_VALUES) {
      throw new ExcessException("has more than " + MOST_VALUES + " values");
    }
    if (paths > MOST_IN_PATHS) {
      throw new ExcessException("has names that are too long for so many values below them");
    }
    if (depth > DEEPEST && value.isContainerNode()) {
      throw new ExcessException("nests deeper than " + DEEPEST + " levels");
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
          throw new ExcessException("holds a number that does not fit a double");
        }
      }
      default -> {
        // Of fixed size, or bounded by the schema's.
      }
    }
  }

  private void object(JrsObject object, int depth, long path) throws ExcessException {
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

  private void pattern(String pattern) throws ExcessException {
    if (++patterns > MOST_PATTERNS) {
      throw new ExcessException("has more than " + MOST_PATTERNS + " patterns");
    }
    if (pattern.length() > LONGEST_PATTERN) {
      throw new ExcessException("has a pattern of more than " + LONGEST_PATTERN + " characters");
    }
  }
}
