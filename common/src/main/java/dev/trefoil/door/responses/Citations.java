package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.agent.ToolOutcome;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the marks of passages that a model writes into {@code file_citation} annotations. A mark
 * that was given with a passage of this run is taken out of the text, and the annotation's {@code
 * index} is where it stood; what only looks like one stays as it is. Of one thread.
 */
final class Citations {
  private static final char OPEN = '\u3010';
  private static final char CLOSE = '\u3011';
  private static final int DIGITS = 6;

  /** What a passage is cited as, by its mark. */
  private final Map<String, JrsObject> known = new HashMap<>();

  /** What may become a mark. */
  private final StringBuilder held = new StringBuilder();

  /** Annotations that there is no text yet to stand on. */
  private final List<String> waiting = new ArrayList<>(0);

  private int said;

  /** The mark of a passage: the same in every process that goes on with a run. */
  static String mark(String store, String chunk) {
    return OPEN + Digest.of(store + "\n" + chunk).substring(0, DIGITS) + CLOSE;
  }

  /** Passages that the model has been given. */
  void learn(ToolOutcome outcome) {
    for (JrsObject passage : FileSearchTool.passages(outcome)) {
      Json.text(passage, "mark").ifPresent(mark -> known.put(mark, passage));
    }
  }

  /** What is to be told of what a model says. */
  List<ChatEvent> on(ChatEvent event) {
    List<ChatEvent> told = new ArrayList<>(2);
    if (event instanceof TextDelta delta) {
      take(delta.text(), told);
    } else if (event instanceof NativeDelta) {
      told.add(event);
    } else {
      flush(told);
      said = 0;
      told.add(event);
    }
    return told;
  }

  /** What is left when an answer ends. */
  List<ChatEvent> end() {
    List<ChatEvent> told = new ArrayList<>(1);
    flush(told);
    said = 0;
    return told;
  }

  private void take(String text, List<ChatEvent> told) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == OPEN) {
        plain.append(held);
        held.setLength(0);
        held.append(c);
      } else if (held.isEmpty()) {
        plain.append(c);
      } else {
        held.append(c);
        if (c == CLOSE && known.containsKey(held.toString())) {
          say(plain, told);
          cite(known.get(held.toString()), told);
          held.setLength(0);
        } else if (c == CLOSE || held.length() > DIGITS + 1) {
          plain.append(held);
          held.setLength(0);
        }
      }
    }
    say(plain, told);
  }

  private void say(StringBuilder text, List<ChatEvent> told) {
    if (text.isEmpty()) {
      return;
    }
    told.add(new TextDelta(text.toString()));
    said += text.length();
    text.setLength(0);
    waiting.forEach(annotation -> told.add(annotation(annotation)));
    waiting.clear();
  }

  private void cite(JrsObject passage, List<ChatEvent> told) {
    String annotation =
        Json.object(
            json -> {
              json.writeStringField("type", "file_citation");
              json.writeNumberField("index", said);
              json.writeStringField("file_id", Json.text(passage, "file_id").orElse(""));
              json.writeStringField("filename", Json.text(passage, "filename").orElse(""));
            });
    if (said == 0) {
      waiting.add(annotation);
    } else {
      told.add(annotation(annotation));
    }
  }

  private static NativeDelta annotation(String json) {
    return new NativeDelta(
        0, new Native(Native.OPENAI_RESPONSES, "", "annotations", "[" + json + "]"));
  }

  private void flush(List<ChatEvent> told) {
    say(new StringBuilder(held), told);
    held.setLength(0);
    waiting.clear();
  }
}
