package dev.trefoil.config;

import dev.trefoil.config.ConfigMap.Mistakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the bundled models.yaml, none of which is read before it is asked for: the build
 * gives each a line of its own ({@link JsonForm#lines}), the longest names first.
 */
final class BundledModels {
  static final String FILE = "models";

  private final Map<String, String> rows = new LinkedHashMap<>();

  BundledModels() {
    String text = Bundled.text(FILE);
    int line = text.indexOf(JsonForm.MODELS) + JsonForm.MODELS.length();
    while (text.charAt(line) == '"') {
      int end = text.indexOf('\n', line);
      int colon = text.indexOf(':', line);
      rows.put(
          text.substring(line + 1, colon - 1),
          text.substring(colon + 1, text.charAt(end - 1) == ',' ? end - 1 : end));
      line = end + 1;
    }
  }

  /** The names of all families, the longest first. */
  List<String> names() {
    return new ArrayList<>(rows.keySet());
  }

  /** The row of a family that is there, and where its mistakes are noted. */
  ConfigMap row(String family, Mistakes mistakes) {
    return new ConfigMap(family, ConfigReader.nodes(rows.get(family)), mistakes);
  }
}
