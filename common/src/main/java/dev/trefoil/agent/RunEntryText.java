package dev.trefoil.agent;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.Usage;
import dev.trefoil.chat.text.EventReader;
import dev.trefoil.chat.text.EventWriter;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A step of a run as text, and back. */
final class RunEntryText {
  private RunEntryText() {}

  /**
   * @param writer tells processes apart that write the same
   */
  static String write(RunEntry entry, String writer) {
    return Json.object(
        json -> {
          json.writeStringField("writer", writer);
          switch (entry) {
            case RunEntry.Answer answer -> answer(json, answer);
            case RunEntry.Calling calling -> {
              json.writeArrayFieldStart("calling");
              for (String id : calling.ids()) {
                json.writeString(id);
              }
              json.writeEndArray();
            }
            case RunEntry.Called called -> {
              json.writeArrayFieldStart("called");
              for (Map.Entry<String, ToolOutcome> outcome : called.outcomes().entrySet()) {
                json.writeStartObject();
                json.writeStringField("id", outcome.getKey());
                json.writeStringField("text", outcome.getValue().text());
                json.writeBooleanField("failed", outcome.getValue().failed());
                if (outcome.getValue().refused()) {
                  json.writeBooleanField("refused", true);
                }
                json.writeEndObject();
              }
              json.writeEndArray();
            }
          }
        });
  }

  private static void answer(JsonGenerator json, RunEntry.Answer answer) throws IOException {
    json.writeStringField("target", answer.target().toString());
    json.writeFieldName("usage");
    EventWriter.event(json, new Finished(answer.usage()));
    json.writeBooleanField("estimated", answer.estimated());
    if (answer.usd().isPresent()) {
      json.writeNumberField("usd", answer.usd().getAsDouble());
    }
    json.writeArrayFieldStart("events");
    for (ChatEvent event : answer.events()) {
      EventWriter.event(json, event);
    }
    json.writeEndArray();
  }

  /**
   * @throws IOException when it is none as we write one
   */
  static RunEntry read(String text) throws IOException {
    JrsObject json = Json.readWhole(text);
    if (json.get("calling") instanceof JrsArray ids) {
      List<String> calls = new ArrayList<>();
      ids.elements().forEachRemaining((JrsValue id) -> calls.add(id.asText()));
      return new RunEntry.Calling(calls);
    }
    if (json.get("called") instanceof JrsArray) {
      Map<String, ToolOutcome> called = new HashMap<>();
      for (JrsObject outcome : Json.objects(json, "called")) {
        called.put(
            required(outcome, "id"),
            new ToolOutcome(
                required(outcome, "text"), isTrue(outcome, "failed"), isTrue(outcome, "refused")));
      }
      return new RunEntry.Called(called);
    }
    List<ChatEvent> events = new ArrayList<>();
    for (JrsObject event : Json.objects(json, "events")) {
      events.add(EventReader.event(event));
    }
    Optional<String> usd = Json.text(json, "usd");
    return new RunEntry.Answer(
        Target.parse(required(json, "target"))
            .orElseThrow(() -> new IOException("'target' is none")),
        usage(json),
        isTrue(json, "estimated"),
        usd.isPresent() ? OptionalDouble.of(Double.parseDouble(usd.get())) : OptionalDouble.empty(),
        events);
  }

  private static Usage usage(JrsObject json) throws IOException {
    return json.get("usage") instanceof JrsObject usage
            && EventReader.event(usage) instanceof Finished finished
        ? finished.usage()
        : Usage.NONE;
  }

  private static boolean isTrue(JrsObject json, String name) {
    return Json.text(json, name).filter("true"::equals).isPresent();
  }

  private static String required(JrsObject json, String name) throws IOException {
    return Json.text(json, name).orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
