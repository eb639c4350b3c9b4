package dev.trefoil.config;

import java.util.List;

/**
 * A piece of a configuration's text, as YAML and JSON both have it; every single value is a text.
 */
sealed interface ConfigNode {

  /** Where it begins. */
  Place place();

  /** Lines and columns from 1. */
  record Place(int line, int column) {
    @Override
    public String toString() {
      return "line " + line + ", column " + column;
    }
  }

  record Scalar(Place place, String text) implements ConfigNode {}

  record Listing(Place place, List<ConfigNode> items) implements ConfigNode {}

  /**
   * @param entries in the order of the text; a key may stand there twice
   */
  record Mapping(Place place, List<Entry> entries) implements ConfigNode {}

  record Entry(ConfigNode key, ConfigNode value) {}
}
