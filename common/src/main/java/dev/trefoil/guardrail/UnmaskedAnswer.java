package dev.trefoil.guardrail;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts back into an answer what was masked in its request: into texts and into the arguments of
 * calls, but not into thoughts, which their provider takes back word by word.
 */
final class UnmaskedAnswer implements AnswerListener {
  private final Map<String, String> values;
  private final boolean json;
  private final AnswerListener next;

  /** By choice, the end of a text that may be the beginning of a placeholder. */
  private final Map<Integer, ChatEvent> held = new HashMap<>();

  /**
   * @param values by their placeholders
   */
  UnmaskedAnswer(Map<String, String> values, ChatRequest request, AnswerListener next) {
    this.values = values;
    this.json = !(request.format() instanceof ResponseFormat.Text);
    this.next = next;
  }

  @Override
  public void onStart(AnswerStart start) {
    next.onStart(start);
  }

  @Override
  public void onContinuation() {
    next.onContinuation();
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta(int choice, String text) -> put(choice, event, text, json);
      case RefusalDelta(int choice, String text) -> put(choice, event, text, false);
      case ToolArgumentsDelta(int choice, int index, String text) -> put(choice, event, text, true);
      default -> {
        release();
        next.onEvent(event);
      }
    }
  }

  private void put(int choice, ChatEvent event, String text, boolean isJson) {
    Optional<ChatEvent> before = Optional.ofNullable(held.remove(choice));
    String all = text;
    if (before.isPresent()) {
      if (isSameText(before.get(), event)) {
        all = textOf(before.get()) + text;
      } else {
        next.onEvent(before.get());
      }
    }
    int end = settled(all);
    String shown = replaced(all.substring(0, end), isJson);
    if (!shown.isEmpty()) {
      next.onEvent(with(event, shown));
    }
    if (end < all.length()) {
      held.put(choice, with(event, all.substring(end)));
    }
  }

  /** Where a placeholder may begin that is not there as a whole yet; otherwise the end. */
  private int settled(String text) {
    int open = text.lastIndexOf('[');
    if (open < 0) {
      return text.length();
    }
    String tail = text.substring(open);
    for (String placeholder : values.keySet()) {
      if (placeholder.length() > tail.length() && placeholder.startsWith(tail)) {
        return open;
      }
    }
    return text.length();
  }

  private String replaced(String text, boolean isJson) {
    StringBuilder replaced = new StringBuilder(text.length());
    int from = 0;
    int open = text.indexOf('[');
    while (open >= 0) {
      int close = text.indexOf(']', open);
      if (close < 0) {
        break;
      }
      int last = text.lastIndexOf('[', close);
      String value = values.get(text.substring(last, close + 1));
      if (value != null) {
        replaced.append(text, from, last).append(isJson ? escaped(value) : value);
        from = close + 1;
      }
      open = text.indexOf('[', close);
    }
    return replaced.append(text, from, text.length()).toString();
  }

  /** As it stands within a string of JSON. */
  private static String escaped(String value) {
    String quoted = Json.value(out -> out.writeString(value));
    return quoted.substring(1, quoted.length() - 1);
  }

  private void release() {
    List<ChatEvent> all = List.copyOf(held.values());
    held.clear();
    all.forEach(next::onEvent);
  }

  private static boolean isSameText(ChatEvent one, ChatEvent other) {
    return one.getClass() == other.getClass()
        && (!(one instanceof ToolArgumentsDelta before)
            || before.index() == ((ToolArgumentsDelta) other).index());
  }

  private static String textOf(ChatEvent event) {
    return switch (event) {
      case TextDelta delta -> delta.text();
      case RefusalDelta delta -> delta.text();
      case ToolArgumentsDelta delta -> delta.text();
      default -> throw new IllegalArgumentException("no text: " + event.getClass());
    };
  }

  private static ChatEvent with(ChatEvent event, String text) {
    return switch (event) {
      case TextDelta delta -> new TextDelta(delta.choice(), text);
      case RefusalDelta delta -> new RefusalDelta(delta.choice(), text);
      case ToolArgumentsDelta delta -> new ToolArgumentsDelta(delta.choice(), delta.index(), text);
      default -> throw new IllegalArgumentException("no text: " + event.getClass());
    };
  }
}
