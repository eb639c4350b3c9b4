package dev.trefoil.conversation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What was said in a turn, as the text that is kept, and back. */
final class TurnText {
  private static final int FORMAT = 1;

  private TurnText() {}

  static byte[] write(Turn turn) {
    return Json.object(
            json -> {
              RecordFormat.write(json, FORMAT);
              items(json, "input", turn.input());
              items(json, "output", turn.output());
              json.writeFieldName("answer");
              json.writeRawValue(turn.answer());
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void items(JsonGenerator json, String name, List<Item> items) throws IOException {
    json.writeArrayFieldStart(name);
    for (Item item : items) {
      json.writeStartObject();
      json.writeStringField("id", item.id());
      switch (item) {
        case Item.Whole whole -> {
          json.writeFieldName("item");
          json.writeRawValue(whole.json());
        }
        case Item.Reference reference -> json.writeStringField("of", reference.of().text());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static Turn read(TurnRecord record, byte[] content) throws StoreException {
    try {
      JrsObject json = Json.readWhole(new String(content, StandardCharsets.UTF_8));
      RecordFormat.read(json, "what a kept turn says", FORMAT);
      return new Turn(
          record.key(),
          record.previous(),
          items(json, "input"),
          items(json, "output"),
          Json.write(required(json, "answer")));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("what a kept turn says cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Item> items(JrsObject json, String name) throws IOException {
    List<Item> items = new ArrayList<>();
    if (!(json.get(name) instanceof JrsArray array)) {
      throw new IOException("'" + name + "' is no list");
    }
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof JrsObject item)) {
        throw new IOException("'" + name + "' has what is no item");
      }
      String id = Json.optionalText(item, "id").orElseThrow(() -> new IOException("no 'id'"));
      var of = Json.optionalText(item, "of");
      items.add(
          of.isPresent()
              ? new Item.Reference(id, new TurnKey(of.get()))
              : new Item.Whole(id, Json.write(required(item, "item"))));
    }
    return items;
  }

  private static JrsValue required(JrsObject json, String name) throws IOException {
    if (json.get(name) instanceof JrsObject value) {
      return value;
    }
    throw new IOException("'" + name + "' is no object");
  }
}
