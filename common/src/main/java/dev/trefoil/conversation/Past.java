package dev.trefoil.conversation;

import java.util.List;
import java.util.Map;

/**
 * What a turn that begins has to know of those before it.
 *
 * @param next the key of the turn that begins
 * @param items what was said until then, oldest first, each as it itself
 * @param referred the items that were asked for by their ids; those that are not there are not in
 *     it
 */
public record Past(TurnKey next, List<Item.Whole> items, Map<String, Item.Whole> referred) {
  public Past {
    items = List.copyOf(items);
    referred = Map.copyOf(referred);
  }
}
