package dev.trefoil.provider.vertex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Metadata as labels, for billing (Google Cloud, "Requirements for labels").
 *
 * @param kept what fits, by name
 * @param dropped what does not, as fields of the request
 */
record Labels(SortedMap<String, String> kept, List<String> dropped) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

  static Labels of(Map<String, String> metadata) {
    SortedMap<String, String> kept = new TreeMap<>();
    List<String> dropped = new ArrayList<>();
    new TreeMap<>(metadata)
        .forEach(
            (name, value) -> {
              if (NAME.matcher(name).matches() && VALUE.matcher(value).matches()) {
                kept.put(name, value);
              } else {
                dropped.add("metadata." + name);
              }
            });
    return new Labels(kept, dropped);
  }
}
