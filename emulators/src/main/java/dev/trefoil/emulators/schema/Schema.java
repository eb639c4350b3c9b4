// A vendor's request schema, read from a table and checked against requests.
package dev.trefoil.emulators.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Named shapes. */
public final class Schema {

  private final Map<String, Shape> shapes;

  Schema(Map<String, Shape> shapes) {
    this.shapes = Map.copyOf(shapes);
  }

  /**
   * Reads a table from beside a class; {@link ShapeReader} says what it may hold.
   *
   * @throws IllegalStateException when the table is not there or names a shape that it does not
   *     hold
   */
  public static Schema load(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside " + beside.getName());
      }
      Map<String, Shape> shapes = new HashMap<>();
      JsonNode table = new ObjectMapper().readTree(in);
      table
          .properties()
          .forEach(
              entry -> {
                if (!entry.getKey().startsWith("_")) {
                  shapes.put(entry.getKey(), ShapeReader.read(entry.getValue()));
                }
              });
      return new Schema(shapes);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /**
   * The first violation of the named shape, depth first in the value's own order; empty if none.
   */
  public Optional<Violation> check(String shape, JsonNode value) {
    return new ShapeCheck(this).check(shape, value);
  }

  /**
   * Member names of each object that the named shape reaches, for comparing with a vendor's model.
   */
  public Map<String, SortedSet<String>> members(String root) {
    Map<String, SortedSet<String>> found = new LinkedHashMap<>();
    collect(root, found);
    return found;
  }

  Shape shape(String name) {
    Shape primitive = ShapeReader.PRIMITIVES.get(name);
    Shape shape = primitive == null ? shapes.get(name) : primitive;
    if (shape == null) {
      throw new IllegalStateException("the table has no shape " + name);
    }
    return shape;
  }

  private void collect(String name, Map<String, SortedSet<String>> found) {
    if (found.containsKey(name)) {
      return;
    }
    switch (shape(name)) {
      case Shape.Struct struct -> {
        found.put(name, new TreeSet<>(struct.members().keySet()));
        struct.members().values().forEach(member -> collect(member, found));
      }
      case Shape.Items items -> collect(items.item(), found);
      case Shape.Entries entries -> collect(entries.value(), found);
      case Shape.Variants variants -> variants.shapes().values().forEach(s -> collect(s, found));
      case Shape.Forms forms -> forms.shapes().values().forEach(s -> collect(s, found));
      case Shape.Any any -> {}
      case Shape.Bool bool -> {}
      case Shape.Blob blob -> {}
      case Shape.Text text -> {}
      case Shape.Num num -> {}
    }
  }
}
