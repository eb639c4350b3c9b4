package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items as a conversation keeps them: in the whole form that clients read, each under an id of
 * ours, by which it is found.
 */
final class ConversationItemText {
  private ConversationItemText() {}

  /**
   * @param ids of the turn that they are said in
   * @param referred items that are referred to, by their ids
   */
  static List<String> of(List<JrsValue> items, ItemIds ids, Map<String, String> referred) {
    List<String> kept = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      kept.add(of(items.get(i), ids.item(ItemIds.INPUT, i), referred));
    }
    return kept;
  }

  private static String of(JrsValue value, String id, Map<String, String> referred) {
    Optional<String> reference = InputItems.reference(value);
    if (reference.isPresent()) {
      return of(KeptItem.read(referred.get(reference.get())), id);
    }
    if (value instanceof JrsObject item) {
      return of(item, id);
    }
    return Json.object(
        json -> {
          head(json, id, "message");
          json.writeStringField("status", "completed");
          json.writeStringField("role", "user");
          content(json, "user", value.asText());
        });
  }

  private static String of(JrsObject item, String id) {
    String type = Json.text(item, "type").orElse("message");
    String role = Json.text(item, "role").orElse("");
    boolean message = type.equals("message");
    return Json.object(
        json -> {
          head(json, id, type);
          if (message && Json.text(item, "status").isEmpty()) {
            json.writeStringField("status", "completed");
          }
          Iterator<Map.Entry<String, JrsValue>> members = item.fields();
          while (members.hasNext()) {
            Map.Entry<String, JrsValue> member = members.next();
            String name = member.getKey();
            if (name.equals("id") || name.equals("type") || member.getValue().isNull()) {
              continue;
            }
            if (message && name.equals("content") && member.getValue() instanceof JrsString text) {
              content(json, role, text.asText());
            } else {
              json.writeFieldName(name);
              Json.write(json, member.getValue());
            }
          }
        });
  }

  private static void head(JsonGenerator json, String id, String type) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("type", type);
  }

  private static void content(JsonGenerator json, String role, String text) throws IOException {
    boolean said = role.equals("assistant");
    json.writeArrayFieldStart("content");
    json.writeStartObject();
    json.writeStringField("type", said ? "output_text" : "input_text");
    json.writeStringField("text", text);
    if (said) {
      json.writeArrayFieldStart("annotations");
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
  }
}
