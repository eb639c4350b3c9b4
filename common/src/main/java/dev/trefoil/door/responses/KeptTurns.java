package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.Turn;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Responses as the turns that are kept of them, and back. */
final class KeptTurns {
  private static final String OUTPUT = "output";
  private static final String SUBJECT = "safety_identifier";
  private static final String SUBJECT_AS_WRITTEN = "\"" + SUBJECT + "\":\"";

  private KeptTurns() {}

  /**
   * @param previous the turn that it goes on from
   */
  static Turn turn(KeptResponse response, Optional<TurnKey> previous) {
    return new Turn(
        ItemIds.ofResponse(response.id()).orElseThrow(),
        previous,
        response.inputItems().stream().map(KeptTurns::input).toList(),
        response.outputItems().stream().<Item>map(KeptTurns::whole).toList(),
        withOutput(response.json(), List.of()));
  }

  /** Whom the response's call was made for, where that says so. */
  static Optional<String> subject(KeptResponse response) {
    return response.json().contains(SUBJECT_AS_WRITTEN)
        ? Json.text(object(response.json()), SUBJECT)
        : Optional.empty();
  }

  private static Item input(String json) {
    Item.Whole whole = whole(json);
    return "item_reference".equals(text(json, "type"))
        ? ItemIds.reference(whole.id()).<Item>map(reference -> reference).orElse(whole)
        : whole;
  }

  /** An item by the id that stands in it. */
  static Item.Whole whole(String json) {
    return new Item.Whole(text(json, "id"), json);
  }

  static KeptResponse response(Turn turn) {
    List<String> output = turn.output().stream().map(KeptTurns::json).toList();
    return new KeptResponse(
        new ItemIds(turn.key().text()).response(),
        turn.previous().map(key -> new ItemIds(key.text()).response()),
        turn.input().stream().map(KeptTurns::json).toList(),
        output,
        withOutput(turn.answer(), output));
  }

  private static String json(Item item) {
    return switch (item) {
      case Item.Whole whole -> whole.json();
      case Item.Reference reference ->
          Json.object(
              json -> {
                json.writeStringField("type", "item_reference");
                json.writeStringField("id", reference.id());
              });
    };
  }

  /** The response with other items in its output: they are kept once. */
  private static String withOutput(String response, List<String> items) {
    JrsObject read = object(response);
    return Json.object(
        json -> {
          Iterator<Map.Entry<String, JrsValue>> members = read.fields();
          while (members.hasNext()) {
            Map.Entry<String, JrsValue> member = members.next();
            json.writeFieldName(member.getKey());
            if (member.getKey().equals(OUTPUT)) {
              json.writeStartArray();
              for (String item : items) {
                json.writeRawValue(item);
              }
              json.writeEndArray();
            } else {
              Json.write(json, member.getValue());
            }
          }
        });
  }

  private static String text(String json, String name) {
    return Json.text(object(json), name).orElse("");
  }

  private static JrsObject object(String json) {
    try {
      return Json.readWhole(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a response is no JSON object", e);
    }
  }
}
