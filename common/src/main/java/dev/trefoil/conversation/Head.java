package dev.trefoil.conversation;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.auth.Caller;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The record of a conversation that stands before its turns.
 *
 * @param expires from when on the conversation is not told any more
 */
record Head(Conversation conversation, Caller owner, Instant expires) {
  /** Of what versions that knew no conversations take for a turn's: they leave it alone. */
  private static final int FORMAT = TurnRecord.PLACED;

  private static final String METADATA = "metadata";

  Head until(Instant later) {
    return new Head(conversation, owner, later);
  }

  Head with(Map<String, String> metadata, Instant later) {
    return new Head(
        new Conversation(conversation.key(), metadata, conversation.created()), owner, later);
  }

  String text() {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          TurnRecord.write(json, owner);
          json.writeObjectFieldStart(METADATA);
          for (Map.Entry<String, String> label : conversation.metadata().entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
          }
          json.writeEndObject();
          json.writeNumberField("created", conversation.created().toEpochMilli());
          json.writeNumberField("expires", expires.toEpochMilli());
        });
  }

  /**
   * Reads one.
   *
   * @param name of the record
   * @return empty where it is the record of a turn
   * @throws StoreException.NewerFormat when a newer version wrote it
   * @throws Unreadable when it is neither: someone else wrote it
   */
  static Optional<Head> read(TurnKey name, String text) throws StoreException {
    if (!name.equals(TurnKey.place(name.thread(), 0))) {
      return Optional.empty();
    }
    try {
      JrsObject json = Json.readWhole(text);
      RecordFormat.read(json, "the head of a conversation", FORMAT);
      if (!(json.get(METADATA) instanceof JrsObject labels)) {
        return Optional.empty();
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      for (Iterator<Map.Entry<String, JrsValue>> all = labels.fields(); all.hasNext(); ) {
        Map.Entry<String, JrsValue> label = all.next();
        metadata.put(label.getKey(), label.getValue().asText());
      }
      return Optional.of(
          new Head(
              new Conversation(
                  new ConversationKey(name.thread()), metadata, TurnRecord.moment(json, "created")),
              TurnRecord.owner(json),
              TurnRecord.moment(json, "expires")));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("the head of a conversation is none: " + e.getMessage(), e);
    }
  }
}
