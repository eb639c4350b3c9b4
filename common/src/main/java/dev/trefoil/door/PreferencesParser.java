package dev.trefoil.door;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.routing.RoutingPreferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a body says of the way that its call is to go: members of ours, none of OpenAI's. */
public final class PreferencesParser {
  private static final int MAX_FALLBACKS = 16;

  private PreferencesParser() {}

  /**
   * @param headers what the call's headers say; the body comes first where both say something
   */
  public static RoutingPreferences read(RequestFields fields, RoutingPreferences headers)
      throws Problem {
    Optional<String> task = fields.text("task").or(headers::task);
    Optional<String> provider = fields.text("provider");
    return new RoutingPreferences(
        task,
        provider,
        fallbacks(fields),
        fields.flag("disable_fallbacks"),
        headers.residency(),
        headers.maxCostUsd());
  }

  private static List<String> fallbacks(RequestFields fields) throws Problem {
    List<JrsValue> items = fields.list("fallbacks").orElse(List.of());
    if (items.size() > MAX_FALLBACKS) {
      throw Problem.invalid(
          "fallbacks", "'fallbacks' holds more than " + MAX_FALLBACKS + " names.");
    }
    List<String> names = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      names.add(RequestFields.text("fallbacks[" + i + "]", items.get(i)));
    }
    return names;
  }
}
