package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of an input before they are read: what they refer to, and how they are kept. */
final class InputItems {
  private static final int LONGEST_ID = 64;
  private static final int MOST_REFERENCES = 2_000;

  private InputItems() {}

  /** The items of an input, or the text that stands for one. */
  static List<JrsValue> of(JrsObject request) {
    return switch (request.get("input")) {
      case JrsArray array -> RequestFields.items(array);
      case JrsString text -> List.of(text);
      case null, default -> List.of();
    };
  }

  /** The id that an item refers to; empty of an item that is one itself. */
  static Optional<String> reference(JrsValue value) {
    if (value instanceof JrsObject item && item.get("id") instanceof JrsString id) {
      JrsValue type = item.get("type");
      boolean untyped = (type == null || type.isNull()) && item.get("role") == null;
      boolean typed = type instanceof JrsString word && word.asText().equals("item_reference");
      return untyped || typed ? Optional.of(id.asText()) : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * The ids that an input refers to, each once.
   *
   * @throws Problem 400 when there are more than anybody would look for
   */
  static List<String> references(List<JrsValue> items) throws Problem {
    List<String> ids =
        items.stream().map(InputItems::reference).flatMap(Optional::stream).distinct().toList();
    if (ids.size() > MOST_REFERENCES) {
      throw Problem.invalid(
          "input", "'input' refers to more than " + MOST_REFERENCES + " other items.");
    }
    return ids;
  }

  /** An input's items as they are kept. */
  static List<String> kept(List<JrsValue> items, ItemIds ids) {
    List<String> kept = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      kept.add(kept(items.get(i), ids.item(ItemIds.INPUT, i)));
    }
    return kept;
  }

  private static String kept(JrsValue value, String id) {
    Optional<String> reference = reference(value);
    return Json.object(
        json -> {
          if (reference.isPresent()) {
            json.writeStringField("type", "item_reference");
            json.writeStringField("id", reference.get());
          } else if (value instanceof JrsObject item) {
            json.writeStringField("id", own(item).orElse(id));
            JrsValue type = item.get("type");
            if (type == null || type.isNull()) {
              json.writeStringField("type", "message");
            }
            Iterator<Map.Entry<String, JrsValue>> members = item.fields();
            while (members.hasNext()) {
              Map.Entry<String, JrsValue> member = members.next();
              if (!member.getKey().equals("id") && !member.getValue().isNull()) {
                json.writeFieldName(member.getKey());
                Json.write(json, member.getValue());
              }
            }
          } else {
            json.writeStringField("id", id);
            json.writeStringField("type", "message");
            json.writeStringField("role", "user");
            json.writeStringField("content", value.asText());
          }
        });
  }

  private static Optional<String> own(JrsObject item) {
    return Json.text(item, "id").filter(id -> !id.isBlank() && id.length() <= LONGEST_ID);
  }
}
