// The emulated model: it repeats what it was told last, and goes on where it was interrupted.
package dev.trefoil.emulators.model;

import java.util.List;
import java.util.OptionalInt;

/** A model whose every answer can be known beforehand. */
public final class Echo {

  /** What it says when the last user message is, say, an image alone. */
  public static final String NO_TEXT = "There is no text to repeat.";

  private Echo() {}

  /**
   * Repeats the last user message. If the last text of its own is the beginning, but not the whole,
   * of the user message before it, it gives the rest instead, whatever the user said after.
   *
   * @param conversation in order
   * @param limit the most words that it may say
   * @param stops it ends before the first place where one of these begins
   */
  public static Answer answer(List<Turn> conversation, OptionalInt limit, List<String> stops) {
    String text = intended(conversation);
    Answer.End end = Answer.End.DONE;
    int stop = firstStop(text, stops);
    if (stop >= 0) {
      text = text.substring(0, stop);
      end = Answer.End.STOP_SEQUENCE;
    }
    List<String> words = Words.split(text);
    if (limit.isPresent() && words.size() > limit.getAsInt()) {
      words = words.subList(0, limit.getAsInt());
      text = String.join("", words);
      end = Answer.End.LIMIT;
    }
    int prompt = conversation.stream().mapToInt(turn -> Words.count(turn.text())).sum();
    return new Answer(text, end, prompt, words.size());
  }

  private static String intended(List<Turn> conversation) {
    int own = last(conversation, conversation.size(), Turn.Role.MODEL);
    if (own >= 0) {
      String begun = conversation.get(own).text();
      int told = last(conversation, own, Turn.Role.USER);
      String whole = told < 0 ? "" : conversation.get(told).text();
      if (!begun.isEmpty() && whole.startsWith(begun) && begun.length() < whole.length()) {
        return whole.substring(begun.length());
      }
    }
    int user = last(conversation, conversation.size(), Turn.Role.USER);
    String told = user < 0 ? "" : conversation.get(user).text();
    return told.isEmpty() ? NO_TEXT : told;
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
