package dev.trefoil.guardrail;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a request for what was masked in it: {@code [EMAIL_1]}, the same for the same
 * value wherever it stands. For one call.
 */
final class Placeholders {
  private static final Pattern FORM = Pattern.compile("\\[[A-Z0-9_]{1,60}_[0-9]{1,9}\\]");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** What texts say themselves stands for nothing. */
  void avoid(List<String> texts) {
    for (String text : texts) {
      Matcher matcher = FORM.matcher(text);
      while (matcher.find()) {
        taken.add(matcher.group());
      }
    }
  }

  /** What stands for a value that is to be put back. */
  String of(String category, String value) {
    String label = label(category);
    return given.computeIfAbsent(
        label + "\n" + value,
        unknown -> {
          String placeholder;
          do {
            placeholder = "[" + label + "_" + counts.merge(label, 1, Integer::sum) + "]";
          } while (taken.contains(placeholder));
          values.put(placeholder, value);
          return placeholder;
        });
  }

  /** What stands for any value that is gone for good. */
  static String of(String category) {
    return "[" + label(category) + "]";
  }

  private static String label(String category) {
    return category.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The values by what stands for them. */
  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }
}
