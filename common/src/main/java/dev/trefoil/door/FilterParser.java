package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Filter;
import dev.trefoil.retrieval.Filter.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads OpenAI's filters of files by their attributes. */
public final class FilterParser {
  private static final List<String> TYPES =
      List.of("eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "and", "or");

  private FilterParser() {}

  /**
   * Reads a filter.
   *
   * @param path of the field that it stands in
   * @param within an object of the request
   * @throws Problem 400 when it is none, or nests or compares with too much
   */
  public static Filter read(RequestFields within, String path, JrsValue value) throws Problem {
    return read(within, path, value, 1);
  }

  private static Filter read(RequestFields within, String path, JrsValue value, int depth)
      throws Problem {
    if (depth > Filter.MAX_DEPTH) {
      throw Problem.invalid(path, "Filters nest deeper than " + Filter.MAX_DEPTH + ".");
    }
    RequestFields fields = within.child(path, value);
    String type = fields.word("type", TYPES).orElseThrow(() -> fields.missing("type"));
    try {
      return switch (type) {
        case "and" -> new Filter.All(filters(fields, depth));
        case "or" -> new Filter.Any(filters(fields, depth));
        default ->
            new Filter.Compare(
                fields.requiredText("key"),
                Comparison.valueOf(type.toUpperCase(Locale.ROOT)),
                values(
                    fields.at("value"),
                    fields.value("value").orElseThrow(() -> fields.missing("value"))));
      };
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(path, "'" + path + "' is no filter: " + e.getMessage() + ".");
    }
  }

  private static List<Filter> filters(RequestFields fields, int depth) throws Problem {
    List<JrsValue> items = fields.list("filters").orElseThrow(() -> fields.missing("filters"));
    if (items.size() > Filter.MAX_VALUES) {
      throw Problem.invalid(
          fields.at("filters"), "No more than " + Filter.MAX_VALUES + " filters are taken.");
    }
    List<Filter> filters = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      filters.add(read(fields, fields.at("filters[" + i + "]"), items.get(i), depth + 1));
    }
    return filters;
  }

  private static List<Attribute> values(String path, JrsValue value) throws Problem {
    if (!(value instanceof JrsArray array)) {
      return List.of(attribute(path, value));
    }
    List<Attribute> values = new ArrayList<>();
    List<JrsValue> items = RequestFields.items(array);
    for (int i = 0; i < items.size(); i++) {
      values.add(attribute(path + "[" + i + "]", items.get(i)));
    }
    return values;
  }

  /**
   * Reads the value of an attribute.
   *
   * @throws Problem 400 when it is neither a text, nor a number, nor a boolean, or out of bounds
   */
  public static Attribute attribute(String path, JrsValue value) throws Problem {
    try {
      return switch (value) {
        case JrsString text -> new Attribute.Text(RequestFields.wellFormed(path, text.asText()));
        case JrsNumber number -> new Attribute.Number(number.getValue().doubleValue());
        case JrsBoolean flag -> new Attribute.Flag(flag.booleanValue());
        default -> throw RequestFields.wrongType(path, "a text, a number or a boolean", value);
      };
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(path, "'" + path + "' is " + e.getMessage() + ".");
    }
  }
}
