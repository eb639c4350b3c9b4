package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.conversation.Item;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads items that are put into a conversation. They are read as an input is: what could not be
 * sent to a model later is refused now.
 */
final class ItemsParser {
  private static final String ITEMS = "items";
  private static final int MOST = 20;

  /** What is kept of an item is nested a little deeper, and has to be read again. */
  private static final int DEEPEST = 150;

  private ItemsParser() {}

  static List<JrsValue> read(RequestFields fields, boolean required) throws Problem {
    Optional<List<JrsValue>> list = fields.list(ITEMS);
    if (required && list.isEmpty()) {
      throw fields.missing(ITEMS);
    }
    List<JrsValue> items = list.orElse(List.of());
    if (required && items.isEmpty() || items.size() > MOST) {
      throw Problem.invalid(
          ITEMS, "'items' must have " + (required ? "1" : "0") + " to " + MOST + " items.");
    }
    for (int i = 0; i < items.size(); i++) {
      String path = ITEMS + "[" + i + "]";
      if (!(items.get(i) instanceof JrsObject)) {
        throw RequestFields.wrongType(path, "an object", items.get(i));
      }
      if (InputItems.reference(items.get(i)).isPresent()) {
        throw Problem.unsupported(path, "'" + path + "' refers to an item: send it itself.");
      }
      var unused = RequestJson.text(path, items.get(i));
      requireShallow(path, items.get(i), 0);
    }
    new InputParser(fields, new ToolsParser(), KeptResponses.Begun.NOTHING).check(ITEMS, items);
    return items;
  }

  /** Refuses what nests too deep to be kept. */
  static void requireShallow(String path, JrsValue value, int depth) throws Problem {
    if (depth > DEEPEST) {
      throw Problem.invalid(path, "'" + path + "' nests deeper than " + DEEPEST + " levels.");
    }
    switch (value) {
      case JrsArray array -> {
        for (int i = 0; i < array.size(); i++) {
          requireShallow(path, array.get(i), depth + 1);
        }
      }
      case JrsObject object -> {
        Iterator<Map.Entry<String, JrsValue>> fields = object.fields();
        while (fields.hasNext()) {
          requireShallow(path, fields.next().getValue(), depth + 1);
        }
      }
      default -> {}
    }
  }

  /** The items as a conversation keeps them. */
  static List<Item> kept(List<JrsValue> items, ItemIds ids) {
    return ConversationItemText.of(items, ids, Map.of()).stream()
        .<Item>map(KeptTurns::whole)
        .toList();
  }
}
