package dev.trefoil.cache;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.text.EventReader;
import dev.trefoil.chat.text.EventWriter;
import dev.trefoil.fallback.SchemaFinding;
import dev.trefoil.gateway.CachedAnswer;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A cached answer as a record's text. */
final class AnswerText {
  private static final int FORMAT = 1;

  private AnswerText() {}

  static String write(CachedAnswer answer) {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("target", answer.target().toString());
          if (answer.schema().isPresent()) {
            json.writeStringField("schema", answer.schema().get().name());
          }
          json.writeArrayFieldStart("events");
          for (ChatEvent event : answer.events()) {
            EventWriter.event(json, event);
          }
          json.writeEndArray();
        });
  }

  /**
   * @throws StoreException when it is none, or a newer version wrote it
   */
  static CachedAnswer read(String text) throws StoreException {
    try {
      JrsObject json = Json.read(text.getBytes(StandardCharsets.UTF_8));
      RecordFormat.read(json, "a cached answer", FORMAT);
      Optional<Target> target = Json.text(json, "target").flatMap(Target::parse);
      List<ChatEvent> events = events(json.get("events"));
      if (target.isEmpty() || !(events.getLast() instanceof ChatEvent.Finished)) {
        throw new IOException("it is not whole");
      }
      return new CachedAnswer(
          target.get(), events, Json.text(json, "schema").map(SchemaFinding::valueOf));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("a cached answer cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<ChatEvent> events(JrsValue value) throws IOException {
    List<ChatEvent> events = new ArrayList<>();
    if (value instanceof JrsArray array) {
      for (Iterator<JrsValue> all = array.elements(); all.hasNext(); ) {
        if (!(all.next() instanceof JrsObject event)) {
          throw new IOException("an event is no object");
        }
        events.add(EventReader.event(event));
      }
    }
    if (events.isEmpty()) {
      throw new IOException("it has no events");
    }
    return events;
  }
}
