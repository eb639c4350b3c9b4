package dev.trefoil.deployment.terraform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a page of a provider's documentation says of a resource, or of a block in it.
 *
 * @param attributes in the order of the page
 * @param blocks by name
 * @param min how many of the block there must be
 * @param max how many there may be; 0 for any number
 * @param rules what is refused beyond names and types
 */
record Page(
    List<Attribute> attributes, Map<String, Page> blocks, int min, int max, List<Rule> rules) {
  /** Whether an attribute must be given, may be, or is told. */
  enum Use {
    REQUIRED,
    OPTIONAL,
    EXPORTED
  }

  /**
   * An attribute.
   *
   * @param type as in HCL: {@code string}, {@code map(string)}
   */
  record Attribute(String name, String type, Use use) {}

  /** A provider's own settings, its resources and its data sources. */
  record Table(Page provider, Map<String, Page> resources, Map<String, Page> data) {}

  static Table table(String yaml) {
    Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Map<?, ?> settings = file.get("provider") instanceof Map<?, ?> map ? map : Map.of();
    return new Table(of(settings), pages(file.get("resources")), pages(file.get("data")));
  }

  private static Page of(Map<?, ?> page) {
    List<Attribute> attributes = new ArrayList<>();
    add(page.get("required"), Use.REQUIRED, attributes);
    add(page.get("optional"), Use.OPTIONAL, attributes);
    add(page.get("exported"), Use.EXPORTED, attributes);
    return new Page(
        List.copyOf(attributes),
        pages(page.get("blocks")),
        page.get("min") instanceof Integer min ? min : 0,
        page.get("max") instanceof Integer max ? max : 0,
        Rules.of(page.get("rules")));
  }

  private static Map<String, Page> pages(Object section) {
    Map<String, Page> pages = new LinkedHashMap<>();
    if (section instanceof Map<?, ?> map) {
      map.forEach((name, page) -> pages.put((String) name, of((Map<?, ?>) page)));
    }
    return pages;
  }

  private static void add(Object names, Use use, List<Attribute> attributes) {
    if (names instanceof List<?> list) {
      for (Object entry : list) {
        String[] parts = ((String) entry).split(" ", 2);
        attributes.add(new Attribute(parts[0], parts.length == 1 ? "string" : parts[1], use));
      }
    }
  }
}
