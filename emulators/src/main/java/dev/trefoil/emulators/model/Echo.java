// The emulated model: it repeats what it was told last, and goes on where it was interrupted.
package dev.trefoil.emulators.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** A model whose every answer can be known beforehand. */
public final class Echo {

  /** What it says when the last user message is, say, an image alone. */
  public static final String NO_TEXT = "There is no text to repeat.";

  private Echo() {}

  /** Answers a plain question; see {@link #answer(Ask)}. */
  public static Answer answer(List<Turn> conversation, OptionalInt limit, List<String> stops) {
    return answer(Ask.plain(conversation, limit, stops));
  }

  /**
   * If the user spoke last, calls the tools that {@link ToolOffer#calls} tells. Else repeats what
   * it was told last, in the form that is asked for: the last user message, or what the tools
   * returned since, joined by a space. If the last text of its own is the beginning, but not the
   * whole, of the answer to what it was told before, it gives the rest instead, whatever the user
   * said after; and begins with its last words where the user has given them as lines of their own,
   * which is all that it says where the answer was whole. Asked for its reasoning, it says {@code I
   * was asked: } and the first three words.
   */
  public static Answer answer(Ask ask) {
    List<Turn> conversation = ask.conversation();
    String told = told(conversation, conversation.size());
    int prompt = conversation.stream().mapToInt(turn -> Words.count(turn.text())).sum();
    String reasoning = ask.reasoning() ? reasoning(told) : "";
    if (lastSpeaker(conversation) == Turn.Role.USER) {
      List<ToolCall> calls = ask.tools().calls(told);
      if (!calls.isEmpty()) {
        int words = calls.stream().mapToInt(c -> 1 + Words.count(c.arguments().toString())).sum();
        return new Answer(reasoning, "", calls, Answer.End.DONE, prompt, words);
      }
    }
    return spoken(reasoning, intended(ask, told), ask, prompt);
  }

  /** Instructions after what was said last change nothing of that. */
  private static Turn.Role lastSpeaker(List<Turn> conversation) {
    return conversation.reversed().stream()
        .map(Turn::role)
        .filter(role -> role != Turn.Role.OTHER)
        .findFirst()
        .orElse(Turn.Role.OTHER);
  }

  private static Answer spoken(String reasoning, String intended, Ask ask, int prompt) {
    String text = intended;
    Answer.End end = Answer.End.DONE;
    int stop = firstStop(text, ask.stops());
    if (stop >= 0) {
      text = text.substring(0, stop);
      end = Answer.End.STOP_SEQUENCE;
    }
    List<String> words = Words.split(text);
    OptionalInt limit = ask.limit();
    if (limit.isPresent() && words.size() > limit.getAsInt()) {
      words = words.subList(0, limit.getAsInt());
      text = String.join("", words);
      end = Answer.End.LIMIT;
    }
    return new Answer(reasoning, text, List.of(), end, prompt, words.size());
  }

  private static String intended(Ask ask, String told) {
    List<Turn> conversation = ask.conversation();
    int own = last(conversation, conversation.size(), Turn.Role.MODEL);
    boolean called = last(conversation, conversation.size(), Turn.Role.TOOL) > own;
    if (own >= 0 && !called) {
      String begun = conversation.get(own).text();
      String before = told(conversation, own);
      String whole = before.isEmpty() ? "" : ask.format().render(before);
      if (!begun.isEmpty() && whole.startsWith(begun)) {
        String rest =
            repeated(begun, conversation.getLast().text()) + whole.substring(begun.length());
        if (!rest.isEmpty()) {
          return rest;
        }
      }
    }
    return ask.format().render(told.isEmpty() ? NO_TEXT : told);
  }

  /** The end of the answer so far that the user wants repeated; with the spaces behind it. */
  private static String repeated(String begun, String wanted) {
    String words = begun.stripTrailing();
    for (int at = 0; at < words.length(); at++) {
      if (wanted.contains("\n" + words.substring(at) + "\n")) {
        return begun.substring(at);
      }
    }
    return "";
  }

  private static String reasoning(String told) {
    List<String> words = Words.split(told.isEmpty() ? NO_TEXT : told);
    return "I was asked: " + String.join("", words.subList(0, Math.min(3, words.size()))).strip();
  }

  /** What the user or the tools said last before a place. */
  private static String told(List<Turn> conversation, int before) {
    int tool = last(conversation, before, Turn.Role.TOOL);
    int user = last(conversation, before, Turn.Role.USER);
    if (tool <= user) {
      return user < 0 ? "" : conversation.get(user).text();
    }
    Deque<String> results = new ArrayDeque<>();
    for (int i = tool; i >= 0 && conversation.get(i).role() == Turn.Role.TOOL; i--) {
      results.addFirst(conversation.get(i).text());
    }
    return String.join(" ", results);
  }

  private static int last(List<Turn> conversation, int before, Turn.Role role) {
    for (int i = before - 1; i >= 0; i--) {
      if (conversation.get(i).role() == role) {
        return i;
      }
    }
    return -1;
  }

  private static int firstStop(String text, List<String> stops) {
    return stops.stream()
        .filter(stop -> !stop.isEmpty())
        .mapToInt(text::indexOf)
        .filter(at -> at >= 0)
        .min()
        .orElse(-1);
  }
}
