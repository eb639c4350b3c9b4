package dev.trefoil.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request's metadata as the labels of a service, which takes fewer characters than OpenAI does.
 * Labels do not change an answer, so one that does not fit is left out and named.
 *
 * @param kept what fits, by name
 * @param dropped what does not, as fields of the request
 */
public record Labels(SortedMap<String, String> kept, List<String> dropped) {

  /**
   * Sorts {@code metadata} by what the service takes.
   *
   * @param name what a label's whole name must match
   * @param value what its whole value must match
   */
  public static Labels of(Map<String, String> metadata, Pattern name, Pattern value) {
    SortedMap<String, String> kept = new TreeMap<>();
    List<String> dropped = new ArrayList<>();
    new TreeMap<>(metadata)
        .forEach(
            (key, text) -> {
              if (name.matcher(key).matches() && value.matcher(text).matches()) {
                kept.put(key, text);
              } else {
                dropped.add("metadata." + key);
              }
            });
    return new Labels(kept, dropped);
  }
}
